import { z } from 'zod';
import { FAILURES, type FailureCode } from '../plan/failures.ts';
import { ms, text } from './documents/fields.ts';
import { bytesOf, getDocument } from './json-object.ts';
import { segment } from './object-store.ts';
import type { ProjectStore } from './project-store.ts';

/** Why a node of a run was not sent or made here, in our own words: no claim was made that could say so. */
export type Reason = {
  readonly node: string;
  readonly code: FailureCode;
  readonly message: string;
  /** When it was so. */
  readonly atMs: number;
};

/** A run by what it decided: a run that decides the same over the same makes has the same reasons. */
export type ReasonsOf = { readonly pipeline: string; readonly decisions: string };

/** Longer than any rule's sentence; what quotes a long value is cut. */
const MOST_CHARACTERS = 600;

const document = z.object({ version: z.literal(1), node: text, code: text, message: text, atMs: ms.default(0) });

/** Writes it down at `reasons/<realm>/<pipeline>/<decisions>/<node>`; the newest word stands. */
export async function noteReason(store: ProjectStore, of: ReasonsOf, reason: Reason): Promise<void> {
  const message = reason.message.slice(0, MOST_CHARACTERS);
  const { node, code, atMs } = reason;
  await store.objects.put(
    `${folderOf(store, of)}/${segment(node)}`,
    bytesOf({ version: 1, node, code, message, atMs }),
  );
}

/** The reasons of a run by node. */
export async function reasonsOf(store: ProjectStore, of: ReasonsOf): Promise<ReadonlyMap<string, Reason>> {
  const reasons = new Map<string, Reason>();
  for (const key of await store.objects.list(folderOf(store, of))) {
    const found = await getDocument(store.objects, key, document);
    if (found === undefined || !isFailure(found.code)) continue;
    reasons.set(found.node, { node: found.node, code: found.code, message: found.message, atMs: found.atMs });
  }
  return reasons;
}

function isFailure(code: string): code is FailureCode {
  return Object.hasOwn(FAILURES, code);
}

function folderOf({ realm }: ProjectStore, { pipeline, decisions }: ReasonsOf): string {
  return ['reasons', realm, pipeline, decisions].map(segment).join('/');
}
