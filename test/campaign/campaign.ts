import type { Cell } from './cell.ts';
import { runLane, type Todo } from './lane.ts';
import type { Verdict } from './trial.ts';

/** Two engines at a time on two cores: four take twice as long. */
const LANES = 2;

/** Tries cells in as many lanes as the machine carries, and tells each verdict as it falls. */
export async function runCampaign(
  cells: readonly Cell[],
  seed: number,
  told: (verdict: Verdict) => void,
): Promise<readonly Verdict[]> {
  const todo: Todo[] = cells.map((cell, at) => ({ cell, seed: seed * 1_000_003 + at }));
  const verdicts: Verdict[] = [];
  const next = (keys?: Cell['keys']) => {
    const at = todo.findIndex(({ cell }) => keys === undefined || cell.keys === keys);
    return at < 0 ? undefined : todo.splice(at, 1)[0];
  };
  const heard = (verdict: Verdict) => {
    verdicts.push(verdict);
    told(verdict);
  };
  await Promise.all(Array.from({ length: LANES }, () => runLane(next, heard)));
  return verdicts;
}
