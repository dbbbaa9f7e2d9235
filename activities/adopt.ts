import type { Created } from '../plan/claim.ts';
import type { SubmitOutcome } from '../plan/outcome.ts';
import type { Quota } from '../plan/quota.ts';
import { reportTwin, type Twin, twinOf } from '../store/index.ts';
import { type ClaimedJob, claimName, unsure } from './job.ts';

/** The vendor's answer came just now, and reserves so much. */
type Fresh = { readonly reserved: Quota };

/**
 * Takes an accepted task into the run: writes *created* and the task's index. A task belongs to one claim; one that
 * belongs to another proves nothing about this one. Safe to repeat: both writes are put-if-absent.
 */
export async function adopt(job: ClaimedJob, created: Created, fresh?: Fresh): Promise<SubmitOutcome> {
  const { ref, claim, scene, world } = job;
  const flags: string[] = [];
  // Below this line nothing may throw before the task id is returned: the payment is made.
  const { claims } = scene.store;
  const [standing, owner] = await Promise.all([
    kept(flags, 'created-not-written', () => claims.created(ref, created)),
    kept(flags, 'index-not-written', () => claims.claimTask(claim.account, created.task, ref)),
  ]);
  const task = standing?.task ?? created.task;
  if (owner !== undefined && owner !== true) {
    world.log('warn', 'the vendor named a task that belongs to another claim', { task, claim: claimName(ref) });
    return unsure(job);
  }
  if (standing !== undefined && standing.task !== created.task) {
    world.log('warn', 'the vendor made a second task for one claim', { task: created.task, claim: claimName(ref) });
    flags.push('twin');
    const { account, key, reserved, unsureUntilMs: untilMs } = claim;
    const twin = { ref, account, key, task, second: created.task, reserved, untilMs, sent: true };
    await kept(flags, 'twin-not-written', () => reportTwin(scene.store, twin));
  }
  const { attempt, generation } = ref;
  const acceptedAtMs = standing?.acceptedAtMs ?? created.acceptedAtMs;
  // A task that was just made has none unless it is told above: nothing is read for it.
  const mayHaveTwin = fresh === undefined || flags.includes('twin');
  const twin = mayHaveTwin ? await kept(flags, 'twin-not-read', () => knownTwin(job)) : undefined;
  const reserved = fresh?.reserved ?? claim.reserved;
  const outcome = {
    ...({ attempt, generation, kind: 'created', task, reserved, acceptedAtMs } as const),
    ...(twin === undefined ? {} : { twin: { reserved: twin.reserved, untilMs: twin.untilMs } }),
  } as const;
  return flags.length === 0 ? outcome : { ...outcome, flags };
}

/** Whoever takes up a task that may have a twin reserves for both, too. */
async function knownTwin({ scene, claim, ref }: ClaimedJob): Promise<Twin | undefined> {
  return twinOf(scene.store, claim.account, ref);
}

/** The value of a write, or undefined and a flag in the result: the truth is at the vendor, and it is asked again. */
async function kept<T>(flags: string[], flag: string, write: () => Promise<T>): Promise<T | undefined> {
  try {
    return await write();
  } catch {
    flags.push(flag);
    return undefined;
  }
}
