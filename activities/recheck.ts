import type { Place } from '../plan/place.ts';
import { beating } from './pulse.ts';
import type { World } from './world.ts';

/**
 * Asks failed tasks once more at the run's end; returns the nodes whose task is completed after all.
 * Safe to repeat because it only asks.
 */
export async function recheck(
  world: World,
  input: { readonly place: Place; readonly tasks: readonly { readonly node: number; readonly task: string }[] },
): Promise<readonly number[]> {
  return beating(world.pulse(), async () => {
    const account = await world.accountOf(input.place.account);
    const completed: number[] = [];
    for (const { node, task } of account === undefined ? [] : input.tasks) {
      const answer = await account?.provider.status(task);
      if (answer?.kind === 'task' && answer.view.state === 'completed' && answer.view.urls.length > 0) {
        completed.push(node);
      }
    }
    return completed;
  });
}
