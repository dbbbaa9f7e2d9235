import type { RetryRequest, WakeRequest } from '../run-view.ts';
import { TIMING } from '../timing.ts';
import { enter, isLocal } from './board.ts';
import { spend } from './cap.ts';
import type { RunCommand } from './events.ts';
import { fail, isTolerated } from './fail.ts';
import { isMoney, triesOf } from './flight.ts';
import { dueAt } from './rest.ts';
import type { Run } from './run.ts';
import { reviveSiblings } from './siblings.ts';
import { recover } from './submit.ts';
import { resolve, wait } from './task.ts';

/** Somebody acted (a key, an answer, room on the disk, a higher limit): whatever stood still is looked at again. */
export function takeWake(run: Run, request: WakeRequest): void {
  const { state } = run;
  delete state.paused;
  state.holdUntilMs = 0;
  const limit = request.limit ?? null;
  if (isMoney(limit)) state.limit = limit;
  for (const [node, flight] of Object.entries(state.flights)) {
    if (!flight.parked) continue;
    delete flight.parked;
    takeUp(run, Number(node));
  }
  speakUp(run);
  run.states.forEach((code, node) => {
    if (code === 'a' || (code === 'r' && isLocal(run, node))) takeUp(run, node);
    else if (code === 'b' && state.cancelled === 'no') enter(run, node, 'w');
    if (run.states[node] === 'w') run.due.push(node);
  });
}

/** The account goes on after a pause: what met it is taken up again. */
export function goOn(run: Run): void {
  for (const [node, flight] of Object.entries(run.state.flights)) {
    if (flight.parked !== 'account') continue;
    delete flight.parked;
    takeUp(run, Number(node));
  }
  speakUp(run);
  run.states.forEach((code, node) => {
    if (code === 'r' && isLocal(run, node)) takeUp(run, node);
  });
}

/** Unsure flights that could not be sent again while the run stood still are looked at anew. */
function speakUp(run: Run): void {
  for (const [node, flight] of Object.entries(run.state.flights)) {
    if (flight.quiet === undefined) continue;
    delete flight.quiet;
    takeUp(run, Number(node));
  }
}

/** Allows failed nodes one round more: as many tasks again as the step's `retry`. */
export function takeRetry(run: Run, request: RetryRequest): void {
  if (run.state.cancelled !== 'no') return;
  const wanted = request.nodes === undefined ? undefined : new Set(request.nodes);
  run.states.forEach((code, node) => {
    // A failure that counts as not wanted is tried again only by its name.
    const isNamed = wanted?.has(run.skeleton.ids[node] ?? '') ?? code === 'F';
    if (!isNamed || (code !== 'F' && !isTolerated(run, node))) return;
    const tries = run.state.tries[node];
    if (tries !== undefined) tries.accepted = 0;
    delete run.state.failedTasks[node];
    enter(run, node, 'w');
    run.due.push(node);
  });
  reviveSiblings(run);
}

/** An activity of ours failed for good. Work on files alone fails; what has money in it is asked again, slowly. */
export function takeBreak(run: Run, node: number, attempt: number, what: RunCommand['kind']): void {
  const flight = run.state.flights[node];
  const isOut = run.out.delete(node);
  if (what === 'condition') {
    if (run.judging.delete(node) && run.states[node] === 'w') fail(run, node, 'INTERNAL');
    return;
  }
  if (flight !== undefined && flight.attempt === attempt) {
    if (what === 'recover') run.vital -= 1;
    const untilMs = run.nowMs + Math.ceil(TIMING.brokenMs / run.who.speed);
    run.state.delayed[node] = untilMs;
    dueAt(run, untilMs);
  } else if (isOut && isLocal(run, node) && run.states[node] === 'd') {
    fail(run, node, 'INTERNAL');
  }
}

/** Begins again what the node's state says is under way. */
export function takeUp(run: Run, node: number): void {
  const flight = run.state.flights[node];
  if (flight === undefined) {
    const state = run.states[node];
    if (state === 'r' && !isLocal(run, node)) run.ready.push(node);
    else if (state === 'r' || state === 'd' || state === 'a') run.locals.push(node);
    return;
  }
  if (flight.parked) return;
  if (flight.phase === 'task') wait(run, node, flight);
  else if (flight.phase === 'unsure') resolve(run, node, flight);
  else if (flight.phase === 'file') takeUpFile(run, node);
  else recover(run, node, flight);
}

function takeUpFile(run: Run, node: number): void {
  enter(run, node, 'd');
  run.files.push(node);
}

/** A failed task was completed after all, and is paid: its file is taken. */
export function adoptLate(run: Run, node: number, task: string): void {
  const hasFailed = run.states[node] === 'F' || isTolerated(run, node);
  if (!hasFailed || run.state.flights[node] !== undefined) return;
  const attempt = Math.max(1, triesOf(run, node).attempt - 1);
  const cost = run.skeleton.prices[node] ?? 0;
  run.state.flights[node] = { phase: 'file', attempt, reserved: 0, slot: false, task, cost };
  spend(run, node, cost);
  enter(run, node, 'd');
  run.files.push(node);
}
