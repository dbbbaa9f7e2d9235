import type { TaskInput } from '../plan/activity.ts';
import type { TaskOutcome } from '../plan/outcome.ts';
import { claimOfTask } from './claim-of-task.ts';
import { nudgeLock } from './nudge-lock.ts';
import { openScene } from './scene.ts';
import { settledCost } from './settled-cost.ts';
import type { World } from './world.ts';

/** Writes down that a task has ended without a file: no money is open on its attempt any more. Put-if-absent. */
export async function settleTask(
  world: World,
  input: TaskInput,
  end: Extract<TaskOutcome, { kind: 'failed' | 'cancelled' }>,
  message = '',
): Promise<void> {
  const found = await paidClaim(world, input);
  if (found === undefined) return;
  const { store, plan, paid } = found;
  const { cost } = end;
  await store.claims.settle(paid.ref, {
    ...{ version: 1, as: end.kind, cost, refunded: Math.max(0, paid.claim.reserved - cost) },
    ...(end.kind === 'failed' ? { code: end.code } : {}),
    ...(message === '' ? {} : { message }),
    atMs: world.clock.wallMs(),
  });
  nudgeLock(world, store, plan);
}

/**
 * What to make of the cost that a completed task will name: the one that counts, or null where none is named or it is
 * not to be believed, so that the reservation counts.
 */
export async function costBelief(world: World, input: TaskInput): Promise<(named: number | null) => number | null> {
  const found = await paidClaim(world, input);
  return (named) => {
    if (named === null) return null;
    return found !== undefined && settledCost(named, found.paid.claim.reserved).odd ? null : named;
  };
}

async function paidClaim(world: World, input: TaskInput) {
  const scene = await openScene(world, input.place, input.node);
  if (scene === undefined) return undefined;
  const paid = await claimOfTask(scene.store, scene.plan.pipeline, scene.node.id, input);
  return paid === undefined ? undefined : { ...scene, paid };
}
