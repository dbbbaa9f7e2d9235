import { z } from 'zod';
import type { Claim } from '../plan/claim.ts';
import type { SubmitOutcome } from '../plan/outcome.ts';
import type { ClaimRef, ProjectStore } from '../store/index.ts';
import { bytesOf, getDocument } from '../store/json-object.ts';
import { segment } from '../store/object-store.ts';
import { adopt } from './adopt.ts';
import { besideClaim } from './claim-keys.ts';
import { type ClaimedJob, claimName } from './job.ts';
import { proveTask } from './providers/prove-task.ts';
import type { Account, World } from './world.ts';

const called = z.object({ version: z.literal(1), task: z.string().min(1), atMs: z.number() });

/** A vendor names one task for an attempt; what names more is noise. */
const MOST_TASKS = 8;

/** Notes tasks that a callback names for an attempt whose task nobody knows: a claim on them, no proof. Throws StoreError. */
export async function noteCalledTasks(
  store: ProjectStore,
  ref: ClaimRef,
  tasks: readonly string[],
  atMs: number,
): Promise<void> {
  const folder = folderOf(store, ref);
  for (const task of tasks) {
    const key = `${folder}/${segment(task)}`;
    const known = await store.objects.list(folder);
    if (known.includes(key)) continue;
    if (known.length >= MOST_TASKS) return;
    await store.objects.putIfAbsent(key, bytesOf({ version: 1, task, atMs }));
  }
}

/**
 * Takes a task that callbacks have named for an unsure claim: only if a GET with our key shows the same model and
 * action, created while the claim could be sent, and no claim owns it. `isDue`: which ones to ask for now. undefined:
 * nothing is proven. Safe to repeat: it sends nothing, and what it writes is put-if-absent.
 */
export async function adoptCalledTask(
  job: ClaimedJob,
  isDue: (task: string) => boolean = () => true,
): Promise<SubmitOutcome | undefined> {
  const { account, claim, ref, scene, world } = job;
  if (claim.account !== account.id) return undefined;
  for await (const task of provenTasks({ world, store: scene.store, account, ref, claim }, isDue)) {
    const created = { version: 1, task, how: 'adopted', acceptedAtMs: claim.atMs, vendorDate: '' } as const;
    const outcome = await adopt(job, created);
    if (outcome.kind === 'created') return outcome;
  }
  return undefined;
}

type Called = {
  readonly world: Pick<World, 'log'>;
  readonly store: ProjectStore;
  readonly account: Pick<Account, 'provider'>;
  readonly ref: ClaimRef;
  readonly claim: Claim;
};

/** The called tasks that a GET proves to be of this claim, and that no other owns; from here on this one does. */
export async function* provenTasks(
  { world, store, account, ref, claim }: Called,
  isDue: (task: string) => boolean = () => true,
): AsyncGenerator<string> {
  for (const key of await store.objects.list(folderOf(store, ref))) {
    const named = await getDocument(store.objects, key, called);
    if (named === undefined || !isDue(named.task)) continue;
    const { task } = named;
    const proof = await proveTask(account.provider, claim, task);
    // The index comes first: *created* would stand for ever, and with another claim's task it would be wrong for ever.
    if (proof.ok && (await store.claims.claimTask(claim.account, task, ref)) === true) {
      yield task;
      continue;
    }
    const why = proof.ok ? 'it belongs to another claim' : proof.why;
    world.log('info', 'a callback named a task that is not taken', { claim: claimName(ref), task, why });
  }
}

function folderOf(store: ProjectStore, ref: ClaimRef): string {
  return besideClaim('called', store.realm, ref);
}
