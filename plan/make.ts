import type { Quota } from './quota.ts';
import type { MakeRecord } from './record.ts';
import type { Request } from './request.ts';

/** A make as the lock file tells it, and as a plan is decided by: what of a record is fit for git. */
export type Make = {
  readonly realm: string;
  readonly step: string;
  readonly kind: 'render' | 'local';
  readonly identityVersion: 1;
  readonly identity: string;
  readonly generation: number;
  readonly attempt: number;
  /** Account id; '' for local. */
  readonly account: string;
  readonly api: string;
  readonly task: string;
  readonly model: string;
  readonly cost: Quota;
  readonly costAssumed: boolean;
  readonly sha256: string;
  readonly media?: string;
  readonly bytes: number;
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly includesSource: boolean;
  readonly sources: readonly string[];
  readonly madeAt: string;
};

/** A make, and what only the store that made it knows: its request, its link's end. */
export type KnownMake = Make & {
  /** The node under whose name it was made. */
  readonly node: string;
  /** null: local, or known from the lock file only. */
  readonly request: Request | null;
  /** A record in this store, or only a line of the lock file. */
  readonly from: 'store' | 'lock';
  readonly linkEndsAt: string;
};

/** The part of a record that the lock file carries. */
export function makeOf(record: MakeRecord): Make {
  const { realm, step, kind, identityVersion, identity, generation, attempt, account, api, task, model } = record;
  const { cost, costAssumed, sha256, media, bytes, seconds, width, height, includesSource, sources, madeAt } = record;
  return {
    ...{ realm, step, kind, identityVersion, identity, generation, attempt, account, api, task, model },
    ...(media === undefined ? {} : { media }),
    ...{ cost, costAssumed, sha256, bytes, seconds, width, height, includesSource, sources, madeAt },
  };
}

/** Newest first: by generation, then by the time it was made, then by identity, so that the order is total. */
export function newestFirst(
  a: Pick<Make, 'generation' | 'madeAt' | 'identity'>,
  b: Pick<Make, 'generation' | 'madeAt' | 'identity'>,
): number {
  if (a.generation !== b.generation) return b.generation - a.generation;
  if (a.madeAt !== b.madeAt) return a.madeAt < b.madeAt ? 1 : -1;
  return a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0;
}
