import type { Quota } from '../quota.ts';
import { enter, isLocal } from './board.ts';
import { pauseFor } from './pause.ts';
import type { Run } from './run.ts';

/** True if the node's reservation leaves reserved + spent within the limit (I12). */
export function fitsBudget(run: Run, node: number): boolean {
  const limit = limitOf(run);
  if (limit === null) return true;
  const { reserved, spent } = run.state.money;
  return reserved + spent + (run.skeleton.prices[node] ?? 0) <= limit;
}

/** The run's limit of money, or null: none. */
export function limitOf(run: Run): Quota | null {
  return run.state.limit ?? run.skeleton.limit;
}

/** The next node does not fit: pause, or skip what is not accepted yet; returns true if queued tasks are to be stopped. */
export function exceedBudget(run: Run): boolean {
  if (run.state.exceeded) return false;
  run.state.exceeded = true;
  if (run.skeleton.onExceed === 'pause') return false;
  run.states.forEach((state, node) => {
    if (state === 'r' && !isLocal(run, node)) enter(run, node, 'k', 'BUDGET');
  });
  return run.skeleton.onExceed === 'cancel-queued';
}

/** The budget is used up and the run was told to skip the rest. */
export function skipsForBudget(run: Run): boolean {
  return run.state.exceeded && run.skeleton.onExceed !== 'pause';
}

/** Billed more than was planned, and more than this run was before: the account says whether anybody has agreed to that. */
export function noteOverpaid(run: Run, times: number): void {
  if (!(times > (run.state.overpaid ?? 1))) return;
  run.state.overpaid = times;
  pauseFor(run, 'COST_ABOVE', { times });
}
