import type { FailureCode } from '../plan/failures.ts';
import type { SubmitOutcome } from '../plan/outcome.ts';
import type { Job } from './job.ts';
import { recoverClaim } from './recover-claim.ts';
import { sayWhy } from './say-why.ts';

/**
 * The request cannot be computed (any more: an account may speak another generation of the API by now). A claim that
 * was made before is recovered all the same; where there is none, nothing was sent.
 */
export async function recoverUnmakeable(
  job: Job,
  found: { readonly kind: 'rejected' | 'blocked'; readonly code: FailureCode; readonly message: string },
): Promise<SubmitOutcome> {
  const { scene, input, world } = job;
  const { claims } = scene.store;
  for (const ref of await claims.ofNode(scene.plan.pipeline, scene.node.id)) {
    const state = ref.generation === input.generation ? await claims.read(ref) : undefined;
    if (state?.claim.kind === 'intent' && state.settled === undefined) return recoverClaim(job, state);
  }
  await sayWhy(world, scene, found.code, found.message);
  const { attempt, generation } = input;
  return { attempt, generation, kind: found.kind, code: found.code };
}
