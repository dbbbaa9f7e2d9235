import type { FailureCode } from '../failures.ts';
import type { Quota } from '../quota.ts';
import { leaveCap } from '../slots/ledger.ts';
import { pauseMs, TIMING } from '../timing.ts';
import { enter } from './board.ts';
import { skipsForBudget } from './budget.ts';
import { nodeOfFlight, spend } from './cap.ts';
import { fail } from './fail.ts';
import { dueAt } from './rest.ts';
import type { Run } from './run.ts';
import { isStopped } from './siblings.ts';
import type { Flight, Tries } from './state.ts';

/** The flight that an answer is about, or undefined where nobody waits for that answer any more. */
export function flightOf(
  run: Run,
  node: number,
  attempt: number,
  ...phases: readonly Flight['phase'][]
): Flight | undefined {
  const flight = run.state.flights[node];
  return flight !== undefined && flight.attempt === attempt && phases.includes(flight.phase) ? flight : undefined;
}

/** The node's task has left the cap. */
export function freeSlot(run: Run, flight: Flight): void {
  if (!dropSlot(run, flight)) return;
  leaveCap(run.state.ledger);
}

/** As `freeSlot`, for a slot that goes back by another way; false if there was none. */
export function dropSlot(run: Run, flight: Flight): boolean {
  if (!flight.slot) return false;
  flight.slot = false;
  run.used -= 1;
  return true;
}

/** Sets aside another amount than before for the flight. */
export function reserve(run: Run, flight: Flight, amount: Quota): void {
  const sane = isMoney(amount) ? amount : flight.reserved;
  run.state.money.reserved += sane - flight.reserved;
  flight.reserved = sane;
}

/** The reservation ends: `cost` was paid, the rest was given back. */
export function settle(run: Run, flight: Flight, cost: Quota | null): void {
  const paid = isMoney(cost) ? cost : flight.reserved;
  spend(run, nodeOfFlight(run, flight), paid);
  run.state.money.reserved -= flight.reserved;
  flight.cost = paid;
  flight.reserved = 0;
}

/** Nothing was paid: the whole reservation is free again. */
export function release(run: Run, flight: Flight): void {
  run.state.money.reserved -= flight.reserved;
  flight.reserved = 0;
}

export function isMoney(amount: Quota | null): amount is Quota {
  return amount !== null && Number.isFinite(amount) && amount >= 0;
}

/** The node's flight is over; what it has behind it stays while it may fly again. */
export function land(run: Run, node: number, flight: Flight): void {
  freeSlot(run, flight);
  release(run, flight);
  run.unsure.delete(node);
  delete run.state.flights[node];
  delete run.state.delayed[node];
}

/** The node goes back to the ready ones after `restMs`; its last attempt is settled, so the next one is numbered. */
export function flyAgain(run: Run, node: number, flight: Flight, restMs: number): void {
  land(run, node, flight);
  triesOf(run, node).attempt = flight.attempt + 1;
  if (run.state.cancelled !== 'no' || flight.cancel !== undefined) {
    enter(run, node, 'c', 'CANCELLED');
    return;
  }
  if (skipsForBudget(run)) {
    enter(run, node, 'k', 'BUDGET');
    return;
  }
  if (isStopped(run, node)) {
    enter(run, node, 'k', 'FAIL_FAST');
    return;
  }
  enter(run, node, 'r');
  if (restMs > 0) {
    const untilMs = run.nowMs + Math.ceil(restMs);
    run.state.delayed[node] = untilMs;
    dueAt(run, untilMs);
  } else run.ready.push(node);
}

/** A task failed and was refunded: another one, as long as the step's `retry` allows, else the node has failed. */
export function failTask(run: Run, node: number, flight: Flight, code: FailureCode, again: boolean): void {
  const tries = triesOf(run, node);
  const mayRetry = again && tries.accepted < (run.skeleton.retries[node] ?? 1);
  if (mayRetry && run.state.cancelled === 'no' && flight.cancel === undefined) {
    const rest = pauseMs(TIMING.failedFirstMs, TIMING.failedMostMs, tries.accepted - 1, run.who.speed);
    flyAgain(run, node, flight, rest);
    return;
  }
  land(run, node, flight);
  tries.attempt = flight.attempt + 1;
  if (flight.task !== undefined) run.state.failedTasks[node] = flight.task;
  fail(run, node, code);
}

/** What the node has behind it, made when first asked for. */
export function triesOf(run: Run, node: number): Tries {
  const known = run.state.tries[node];
  if (known !== undefined) return known;
  const tries = { attempt: 1, accepted: 0, notSent: 0 };
  run.state.tries[node] = tries;
  return tries;
}

/** The generation that is paid for: the plan's, or a newer one that somebody decided on since. */
export function generationOf(run: Run, node: number): number {
  return run.state.generations[node] ?? run.skeleton.generations[node] ?? 1;
}
