import type { Created } from '../plan/claim.ts';
import type { SubmitOutcome } from '../plan/outcome.ts';
import { type Twin, twinOf } from '../store/index.ts';
import { type ClaimedJob, claimName, unsure } from './job.ts';

/**
 * Takes an accepted task into the run: writes *created* and the task's index. A task belongs to one claim; one that
 * belongs to another proves nothing about this one. Safe to repeat: both writes are put-if-absent.
 */
export async function adopt(job: ClaimedJob, created: Created, reserved = job.claim.reserved): Promise<SubmitOutcome> {
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
  }
  const { attempt, generation } = ref;
  const acceptedAtMs = standing?.acceptedAtMs ?? created.acceptedAtMs;
  const twin = await kept(flags, 'twin-not-read', () => knownTwin(job, standing ?? created));
  const outcome = {
    ...({ attempt, generation, kind: 'created', task, reserved, acceptedAtMs } as const),
    ...(twin === undefined ? {} : { twin: { reserved: twin.reserved, untilMs: twin.untilMs } }),
  } as const;
  return flags.length === 0 ? outcome : { ...outcome, flags };
}

/** Only a resend can have made a twin; whoever takes its task up again reserves for both, too. */
async function knownTwin({ scene, claim, ref }: ClaimedJob, { how }: Created): Promise<Twin | undefined> {
  return how === 'same-key' ? twinOf(scene.store, claim.account, ref) : undefined;
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
