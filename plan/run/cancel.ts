import type { FailureCode } from '../failures.ts';
import type { CancelRequest } from '../run-view.ts';
import { enter } from './board.ts';
import type { Run } from './run.ts';
import { wait } from './task.ts';

/** Cancels the run, or some of its nodes. What is accepted goes on to its end, stopped at the vendor where it can be. */
export function takeCancel(run: Run, request: CancelRequest): void {
  const how = request.finishRunning === true ? 'finish-running' : 'all';
  if (request.nodes === undefined) {
    cancelRun(run, how, 'CANCELLED');
    return;
  }
  const wanted = new Set(request.nodes);
  run.skeleton.ids.forEach((id, node) => {
    if (!wanted.has(id)) return;
    cancelUnsent(run, node, 'CANCELLED');
    if (how === 'all') stopTask(run, node, 'CANCELLED');
  });
}

/** From now on nothing is submitted. Submits under way are answered; files are still fetched: they are paid. */
export function cancelRun(run: Run, how: 'all' | 'finish-running', code: FailureCode): void {
  if (run.state.cancelled === 'all') return;
  run.state.cancelled = how;
  run.states.forEach((_, node) => {
    cancelUnsent(run, node, code);
  });
  if (how === 'all') stopTasks(run, 'CANCELLED');
}

function cancelUnsent(run: Run, node: number, code: FailureCode): void {
  const state = run.states[node];
  if (state !== 'w' && state !== 'r' && state !== 'a') return;
  run.out.delete(node);
  delete run.state.deadlines[node];
  delete run.state.delayed[node];
  enter(run, node, 'c', code);
}

/** Asks the vendor to stop what it has accepted and not begun. */
export function stopTasks(run: Run, why: 'CANCELLED' | 'BUDGET'): void {
  for (const node of Object.keys(run.state.flights)) stopTask(run, Number(node), why);
}

function stopTask(run: Run, node: number, why: 'CANCELLED' | 'BUDGET'): void {
  const flight = run.state.flights[node];
  if (flight === undefined || flight.cancel !== undefined || flight.phase === 'file') return;
  flight.cancel = why;
  if (flight.phase === 'task') wait(run, node, flight);
}
