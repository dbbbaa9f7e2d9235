import { TIMING } from '../timing.ts';
import { adoptLate } from './again.ts';
import { countOf } from './board.ts';
import { isJudging } from './condition.ts';
import type { Run } from './run.ts';

/** Takes the run through its last steps once nothing is left to do: failed tasks once more, the record, the farewell. */
export function moveToEnd(run: Run): void {
  const { state } = run;
  if (state.phase !== 'going') return;
  if (isActive(run)) {
    delete state.lingerUntilMs;
    return;
  }
  // What is sent again is unsure still, and is answered first.
  if (run.vital > 0) return;
  if (Object.keys(state.failedTasks).length > 0) {
    state.rechecking = state.failedTasks;
    state.failedTasks = {};
    beginRecheck(run);
    return;
  }
  if (run.unsure.size > 0 && lingers(run)) return;
  beginSave(run);
}

/** Something is under way, or may be without anybody's help; asking nodes wait for a person and keep the run open. */
export function isActive(run: Run): boolean {
  return countOf(run, 'r', 's', 'q', 'p', 'l', 'd', 'a') > 0 || isJudging(run);
}

/** Only unsure nodes are left: proof that comes late is taken before the run ends without it. */
function lingers(run: Run): boolean {
  const lingerMs = Math.max(TIMING.lingerLeastMs, TIMING.lingerMs / run.who.speed);
  run.state.lingerUntilMs ??= run.nowMs + lingerMs;
  return run.nowMs < run.state.lingerUntilMs;
}

/** Asks the failed tasks once more. */
export function beginRecheck(run: Run): void {
  run.state.phase = 'recheck';
  const tasks = Object.entries(run.state.rechecking).map(([node, task]) => ({ node: Number(node), task }));
  run.commands.push({ kind: 'recheck', tasks });
}

export function takeRecheck(run: Run, completed: readonly number[]): void {
  if (run.state.phase !== 'recheck') return;
  run.state.phase = 'going';
  const tasks = run.state.rechecking;
  run.state.rechecking = {};
  for (const node of completed) {
    const task = tasks[node];
    if (task !== undefined) adoptLate(run, node, task);
  }
}

/** Has the lock file brought up to date. */
export function beginSave(run: Run): void {
  run.state.phase = 'save';
  run.commands.push({ kind: 'save' });
}

/** The record stands. What came in the meantime (a retry, late proof) is done first. */
export function takeSaved(run: Run): void {
  if (run.state.phase !== 'save') return;
  const spoke = run.state.ledger.seq > 0 || run.state.ledger.epoch !== '';
  if (isActive(run) || run.vital > 0) run.state.phase = 'going';
  else run.state.phase = spoke ? 'bye' : 'over';
}
