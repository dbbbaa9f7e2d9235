import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '../plan/json.ts';
import type { ClaimRef, ProjectStore } from '../store/index.ts';
import { sha256Of } from '../store/index.ts';
import { claimName } from './job.ts';

/** Tokens by which a vendor names the attempt that it calls back for. */
export type CallbackTokens = {
  /** The token of an attempt (32 hex digits): derived, so that it is the same whenever it is asked for. */
  of(attempt: string): string;
  /** The attempt that a token names; undefined: this home made no such token. Takes equally long for all wrong ones. */
  attemptOf(token: string): string | undefined;
};

/** 16 bytes name the attempt, 16 prove it (128 bits); the mark in front lets logs leave tokens out. */
const TOKEN = /^cb_([A-Za-z0-9_-]{43})$/;
/** Or as much as was left of one where a text was cut. */
const TOKEN_ANYWHERE = /cb_[A-Za-z0-9_-]{43}|cb_[A-Za-z0-9_-]{1,42}(?=…?$)/g;
const HALF = 16;

/** Tokens that only who knows the home's secret can make. */
export function createCallbackTokens(secret: string): CallbackTokens {
  const proofOf = (name: Uint8Array) =>
    createHmac('sha256', secret).update('attempt ').update(name).digest().subarray(0, HALF);
  return {
    of: (attempt) => {
      const name = Buffer.from(attempt, 'hex');
      return `cb_${Buffer.concat([name, proofOf(name)]).toString('base64url')}`;
    },
    attemptOf: (token) => {
      const [, text] = TOKEN.exec(token) ?? [];
      if (text === undefined) return undefined;
      const bytes = Buffer.from(text, 'base64url');
      const name = bytes.subarray(0, HALF);
      return timingSafeEqual(bytes.subarray(HALF), proofOf(name)) ? name.toString('hex') : undefined;
    },
  };
}

/** The name of an attempt in its token: tells nothing of pipeline or node to who reads a proxy's log. */
export function attemptName(store: Pick<ProjectStore, 'id' | 'realm'>, ref: ClaimRef): string {
  return sha256Of(canonicalJson(['callback', 1, store.id, store.realm, claimName(ref)])).slice(0, 2 * HALF);
}

/** Foreign text without tokens: a vendor may repeat a callback_url in its messages. */
export function withoutTokens(text: string): string {
  return text.replaceAll(TOKEN_ANYWHERE, 'cb_…');
}
