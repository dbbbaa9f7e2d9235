import type { StandingApproval } from '../plan/approvals.ts';
import { type KnownMake, makeOf, newestFirst } from '../plan/make.ts';
import type { StandingAnswer } from '../plan/picks.ts';
import type { FileLook, Known, KnownClaim } from '../plan/states/index.ts';
import { mapBounded } from './map-bounded.ts';
import type { ClaimState, LockFile, PipelineFile, ProjectStore } from './project-store.ts';

/** What a plan is decided by, as far as this store, the lock file and the files tell it. */
export type KnownHere = {
  readonly known: Known;
  readonly answers: readonly StandingAnswer[];
  readonly approvals: readonly StandingApproval[];
  readonly files: (make: KnownMake) => FileLook;
};

/**
 * Collects makes (records and lock lines of this realm), claims, answers and the looks of files. `nowMs`: which links
 * still live; `canPublish`: what the store holds gets a link where the vendor's is dead. Throws LockUnreadable and StoreError.
 */
export async function knownOf(
  store: ProjectStore,
  pipeline: PipelineFile,
  nowMs: number,
  canPublish = false,
): Promise<KnownHere> {
  const lock = await store.lock.read(pipeline);
  const makes = await makesOf(store, pipeline.pipeline, lock);
  const claims = claimsOf(store, lock, await store.claims.ofPipeline(pipeline.pipeline));
  const all = [...makes.values()].flat();
  const looks = await mapBounded(all, async (make): Promise<FileLook> => {
    const stored = await store.media.has(make.sha256);
    const lives = make.linkEndsAt !== '' && Date.parse(make.linkEndsAt) > nowMs;
    const render = await store.renders.look({ ...make, pipeline: pipeline.pipeline });
    return { render, stored, link: lives || (canPublish && stored), hosted: canPublish && (stored || lives) };
  });
  const found = new Map(all.map((make, index) => [make, looks[index]]));
  return {
    known: { makes, claims },
    answers: await store.picks.read(pipeline),
    approvals: await store.picks.approvals(pipeline),
    files: (make) => found.get(make) ?? { render: 'gone', stored: false, link: false },
  };
}

/** A record says more than its line in the lock file, so it stands in its place. */
async function makesOf(
  store: ProjectStore,
  pipeline: string,
  lock: LockFile,
): Promise<ReadonlyMap<string, readonly KnownMake[]>> {
  const makes = new Map<string, KnownMake[]>();
  const add = (make: KnownMake) => {
    const there = makes.get(make.node) ?? [];
    const known = there.some((one) => one.identity === make.identity && one.generation === make.generation);
    if (!known) makes.set(make.node, [...there, make]);
  };
  for (const record of await store.records.all(pipeline)) {
    const { node, request, linkEndsAt } = record;
    add({ ...makeOf(record), node, request, linkEndsAt, from: 'store' });
  }
  for (const [node, lines] of lock.makes) {
    for (const make of lines) {
      if (make.realm === store.realm) add({ ...make, node, request: null, linkEndsAt: '', from: 'lock' });
    }
  }
  for (const list of makes.values()) list.sort(newestFirst);
  return makes;
}

function claimsOf(
  store: ProjectStore,
  lock: LockFile,
  states: readonly ClaimState[],
): ReadonlyMap<string, readonly KnownClaim[]> {
  const claims = new Map<string, KnownClaim[]>();
  const add = (node: string, claim: KnownClaim) => claims.set(node, [...(claims.get(node) ?? []), claim]);
  for (const { ref, claim, created, settled, resolution } of states) {
    const { identity, generation, attempt } = ref;
    add(ref.node, {
      ...{ identity, generation, attempt, elsewhere: false },
      open: claim.kind === 'intent' && settled === undefined,
      ...(created && { task: created.task }),
      ...(resolution?.kind === 'pay-again' && { payAgain: resolution.generation }),
    });
  }
  for (const [node, tasks] of lock.open) {
    for (const { realm, store: other, identity, generation, attempt, task } of tasks) {
      if (realm !== store.realm || other === store.id) continue;
      add(node, { identity, generation, attempt, task, open: true, elsewhere: true });
    }
  }
  return claims;
}
