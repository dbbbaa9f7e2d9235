import type { TaskInput } from '../plan/activity.ts';
import type { TaskOutcome } from '../plan/outcome.ts';
import type { OpenClaim } from '../store/index.ts';
import { claimOfTask } from './claim-of-task.ts';
import { nudgeLock } from './nudge-lock.ts';
import { openScene, type Scene } from './scene.ts';
import { settledCost } from './settled-cost.ts';
import type { World } from './world.ts';

type Unmade = Extract<TaskOutcome, { kind: 'failed' | 'cancelled' }>;

/**
 * Writes down that a task has ended without a file: no money is open on its attempt any more. Put-if-absent. Returns
 * the end with the cost that is booked: where the vendor names one that cannot be right, the reservation stays.
 */
export async function settleTask(world: World, input: TaskInput, end: Unmade, message = ''): Promise<Unmade> {
  const found = await paidClaim(world, input);
  if (found === undefined) return { ...end, cost: Number.isSafeInteger(end.cost) && end.cost > 0 ? end.cost : 0 };
  const { store, plan, paid } = found;
  const { cost, flag } = settledCost(end.cost, paid.claim.reserved);
  const bill = flag === undefined ? '' : `the vendor named a cost of ${end.cost} units`;
  const words = [message, bill].filter((text) => text !== '').join('; ');
  await store.claims.settle(paid.ref, {
    ...{ version: 1, as: end.kind, cost, refunded: Math.max(0, paid.claim.reserved - cost) },
    ...(end.kind === 'failed' ? { code: end.code } : {}),
    ...(words === '' ? {} : { message: words }),
    ...(end.assumed ? { assumed: true } : {}),
    atMs: world.clock.wallMs(),
  });
  nudgeLock(world, store, plan);
  return { ...end, cost };
}

/**
 * The cost of a completed task that counts; null where none is named or it is not to be believed, so that the
 * reservation counts.
 */
export function believedCost(named: number | null, found: PaidClaim | undefined): number | null {
  if (named === null) return null;
  return found !== undefined && settledCost(named, found.paid.claim.reserved).odd ? null : named;
}

/** The claim that paid for a task, with the plan and the store that know of it. */
export type PaidClaim = Scene & { readonly paid: OpenClaim };

/** undefined: no claim of this store paid for it. Throws StoreError. */
export async function paidClaim(world: World, input: TaskInput): Promise<PaidClaim | undefined> {
  const scene = await openScene(world, input.place, input.node);
  if (scene === undefined) return undefined;
  const paid = await claimOfTask(scene.store, scene.plan.pipeline, scene.node.id, input);
  return paid === undefined ? undefined : { ...scene, paid };
}
