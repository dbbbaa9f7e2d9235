import { z } from 'zod';
import { API_PROFILES } from '../plan/api-profile.ts';
import type { Claim, Created } from '../plan/claim.ts';
import { FAILURES, type FailureCode } from '../plan/failures.ts';
import { apiProfile } from '../plan/profiles.ts';
import type { Quota } from '../plan/quota.ts';
import { ms, quota, text } from './documents/fields.ts';
import { bytesOf, getDocument } from './json-object.ts';
import { segment } from './object-store.ts';
import type { ClaimRef, ProjectStore } from './project-store.ts';

/** Why the file of a finished task could not be fetched, and until when its link lives. */
export type CollectionTrouble = {
  readonly account: string;
  readonly task: string;
  /** What stands in the way; null: the network, which is tried again. */
  readonly code: FailureCode | null;
  /** Nothing more is tried: it was paid, and there is no file. */
  readonly lost: boolean;
  /** When the vendor's link ends, wall clock; null: neither the vendor nor its page says. */
  readonly endsAtMs: number | null;
  /** What it has cost, as far as the vendor's word is to be believed. */
  readonly cost: Quota;
  readonly atMs: number;
};

/** An accepted task whose file is not here and on which money is open. */
export type Uncollected = {
  readonly ref: ClaimRef;
  readonly claim: Claim;
  readonly created: Created;
  /** Until when its file can be had: what the vendor said, else the least that its page promises. */
  readonly endsAtMs: number;
  /** Known once a fetch of its file did not succeed at first. */
  readonly trouble?: CollectionTrouble;
};

const document = z.object({
  version: z.literal(1),
  account: text,
  task: text,
  code: text.nullable().catch(null),
  lost: z.boolean().default(false),
  endsAtMs: ms.nullable().default(null),
  cost: quota,
  atMs: ms.default(0),
});

/** Writes down at `uncollected/<account>/<task>` what keeps a file from coming home; the newest word stands. */
export async function noteUncollected(store: ProjectStore, trouble: CollectionTrouble): Promise<void> {
  await store.objects.put(keyOf(trouble), bytesOf({ version: 1, ...trouble }));
}

/** Every task of a pipeline that was accepted and whose file is not here, the link that ends first in front. */
export async function uncollectedOf(store: ProjectStore, pipeline: string): Promise<readonly Uncollected[]> {
  const found: Uncollected[] = [];
  for (const { ref, claim, created } of (await store.claims.unsettled(pipeline)).open) {
    if (claim.kind !== 'intent' || created === undefined) continue;
    const trouble = await troubleOf(store, { account: claim.account, task: created.task });
    const endsAtMs = trouble?.endsAtMs ?? created.acceptedAtMs + linkLifeMs(claim.api);
    found.push({ ref, claim, created, endsAtMs, ...(trouble === undefined ? {} : { trouble }) });
  }
  return found.sort((a, b) => a.endsAtMs - b.endsAtMs);
}

async function troubleOf(
  store: ProjectStore,
  of: { readonly account: string; readonly task: string },
): Promise<CollectionTrouble | undefined> {
  const found = await getDocument(store.objects, keyOf(of), document);
  if (found === undefined) return undefined;
  const { version: _version, code, ...trouble } = found;
  return { ...trouble, code: isFailure(code) ? code : null };
}

function isFailure(code: string | null): code is FailureCode {
  return code !== null && Object.hasOwn(FAILURES, code);
}

/** A task cannot be finished before it was accepted, so its link lives at least so long from then. */
function linkLifeMs(api: string): number {
  const name = API_PROFILES.find((known) => known === api);
  return name === undefined ? 0 : apiProfile(name).linkLifeMs;
}

function keyOf({ account, task }: { readonly account: string; readonly task: string }): string {
  return ['uncollected', account, task].map(segment).join('/');
}
