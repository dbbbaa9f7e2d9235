import type { Place } from '../plan/place.ts';
import { claimNaming } from './claim-of-task.ts';
import { beating } from './pulse.ts';
import { openScene } from './scene.ts';
import { hasFile, secondTask } from './second-task.ts';
import type { Account, World } from './world.ts';

/**
 * Asks failed tasks once more at the run's end, and the second tasks of their payments; returns the nodes for which one
 * is completed after all. Safe to repeat because it only asks.
 */
export async function recheck(
  world: World,
  input: { readonly place: Place; readonly tasks: readonly { readonly node: number; readonly task: string }[] },
): Promise<readonly number[]> {
  return beating(world.pulse(), async () => {
    const account = await world.accountOf(input.place.account);
    const completed: number[] = [];
    if (account === undefined) return [];
    for (const { node, task } of input.tasks) {
      const isCompleted =
        (await hasFile(account, task)) || (await secondHasFile(world, input.place, account, node, task));
      if (isCompleted) completed.push(node);
    }
    return completed;
  });
}

/** The payment of a failed task may have made a second one, whose file is as good. */
async function secondHasFile(world: World, place: Place, account: Account, node: number, task: string) {
  const scene = await openScene(world, place, node);
  if (scene === undefined) return false;
  const { store, plan } = scene;
  const paid = await claimNaming(store, plan.pipeline, scene.node.id, task);
  const second = paid && (await secondTask({ world, store, account, paid }));
  return second !== undefined && (await hasFile(account, second));
}
