import type { Resolution } from '../plan/claim.ts';
import type { SubmitOutcome } from '../plan/outcome.ts';
import { adopt } from './adopt.ts';
import { type ClaimedJob, type Job, notCreated } from './job.ts';
import { proveTask } from './providers/prove-task.ts';

type Decided = SubmitOutcome | { readonly kind: 'pay-again'; readonly generation: number };

/**
 * Carries out what a person decided about an unsure claim (`dailies resolve`); undefined: it cannot be, and the node
 * stays unsure. Safe to repeat: what it writes is put-if-absent, and it sends nothing.
 */
export async function carryOutDecision(job: ClaimedJob, resolution: Resolution): Promise<Decided | undefined> {
  const { scene, ref, claim, world } = job;
  const atMs = world.clock.wallMs();
  switch (resolution.kind) {
    case 'task': {
      const { task } = resolution;
      if (!(await proveTask(job.account.provider, claim, task)).ok) return undefined;
      const outcome = await adopt(job, { version: 1, task, how: 'adopted', acceptedAtMs: claim.atMs, vendorDate: '' });
      return outcome.kind === 'created' ? outcome : undefined;
    }
    case 'not-created':
      await scene.store.claims.settle(ref, { version: 1, as: 'not-created', cost: 0, refunded: 0, atMs });
      return notCreated(ref, 'NOT_SENT');
    case 'pay-again':
      await scene.store.claims.settle(ref, { version: 1, as: 'paid-again', cost: claim.reserved, refunded: 0, atMs });
      return { kind: 'pay-again', generation: resolution.generation };
    default: {
      const never: never = resolution;
      return never;
    }
  }
}

/** Settles the older claims of a node that a person gave up after their run had ended: nobody follows them any more. */
export async function settleGivenUp(job: Job): Promise<void> {
  const { scene, input } = job;
  if (input.generation === 1) return;
  for (const ref of await scene.store.claims.ofNode(scene.plan.pipeline, scene.node.id)) {
    const state = ref.generation < input.generation ? await scene.store.claims.read(ref) : undefined;
    if (state?.claim.kind !== 'intent' || state.settled !== undefined) continue;
    if (state.resolution?.kind === 'pay-again') {
      await carryOutDecision({ ...job, ref, claim: state.claim }, state.resolution);
    }
  }
}
