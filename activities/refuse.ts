import type { FailureCode } from '../plan/failures.ts';
import type { SubmitOutcome } from '../plan/outcome.ts';
import { type ClaimedJob, notCreated, unsure } from './job.ts';
import { decideSend } from './send-fence.ts';

/**
 * Settles a claim as proven not created, unless somebody has sent it again with the same key meanwhile: then the
 * proof is about the first send only. Safe to repeat: decided and settled once.
 */
export async function refuse(
  job: ClaimedJob,
  code: FailureCode,
  message: string,
  untilMs?: number,
): Promise<SubmitOutcome> {
  const { ref, scene, world } = job;
  try {
    if ((await decideSend(scene.store, ref, 'not-created')) === 'resend') return unsure(job);
    const atMs = world.clock.wallMs();
    await scene.store.claims.settle(ref, {
      ...{ version: 1, as: 'not-created', code, message, cost: 0, refunded: 0, atMs },
    });
  } catch (error) {
    // Unsettled, the claim is recovered later and found unsure at worst. It is never paid twice for that.
    world.log('warn', 'a refusal could not be written', { node: ref.node, error: String(error) });
    return { attempt: ref.attempt, generation: ref.generation, kind: 'account', code: 'DISK_FULL' };
  }
  return notCreated(ref, code, untilMs);
}
