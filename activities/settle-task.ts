import type { TaskInput } from '../plan/activity.ts';
import type { TaskOutcome } from '../plan/outcome.ts';
import { claimOfTask } from './claim-of-task.ts';
import { nudgeLock } from './nudge-lock.ts';
import { openScene } from './scene.ts';
import type { World } from './world.ts';

/** Writes down that a task has ended without a file: no money is open on its attempt any more. Put-if-absent. */
export async function settleTask(
  world: World,
  input: TaskInput,
  end: Extract<TaskOutcome, { kind: 'failed' | 'cancelled' }>,
): Promise<void> {
  const scene = await openScene(world, input.place, input.node);
  if (scene === undefined) return;
  const { store, plan, node } = scene;
  const paid = await claimOfTask(store, plan.pipeline, node.id, input);
  if (paid === undefined) return;
  const { cost } = end;
  await store.claims.settle(paid.ref, {
    ...{ version: 1, as: end.kind, cost, refunded: Math.max(0, paid.claim.reserved - cost) },
    ...(end.kind === 'failed' ? { code: end.code } : {}),
    atMs: world.clock.wallMs(),
  });
  nudgeLock(world, store, plan);
}
