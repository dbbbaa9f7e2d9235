import type { Cell } from './cell.ts';
import { type Next, runLane } from './lane.ts';
import { todosOf } from './todo.ts';
import type { Verdict } from './verdict.ts';

/** Two engines at a time on two cores that do nothing else: four take twice as long. */
export const LANES = 2;

/** Tries cells in as many lanes as the machine carries, and tells each verdict as it falls. */
export async function runCampaign(
  cells: readonly Cell[],
  seed: number,
  told: (verdict: Verdict) => void,
  lanes = LANES,
): Promise<readonly Verdict[]> {
  const todos = [...todosOf(cells, seed)];
  const verdicts: Verdict[] = [];
  const next: Next = (group) => {
    const at = todos.findIndex((todo) => group === undefined || todo.group === group);
    return at < 0 ? undefined : todos.splice(at, 1)[0];
  };
  const heard = (verdict: Verdict) => {
    verdicts.push(verdict);
    told(verdict);
  };
  await Promise.all(Array.from({ length: lanes }, () => runLane(next, heard)));
  return verdicts;
}
