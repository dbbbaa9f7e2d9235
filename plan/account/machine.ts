import { TIMING } from '../timing.ts';
import { takeCensus, takeProbes } from './census.ts';
import { takeDemand } from './demand.ts';
import type { AccountCommand, AccountEvent } from './events.ts';
import { grantSlots, passTime } from './grants.ts';
import { probeUp } from './limit.ts';
import { takeOrder } from './order.ts';
import { commandsOf } from './orders.ts';
import type { AccountState } from './state.ts';
import { endWindow, takeCheck } from './trouble.ts';

/**
 * One event of an account at `nowMs`: changes `state` in place, returns what is to be done. Total: an event about a run
 * that is not known, or one that comes twice, changes nothing.
 */
export function applyToAccount(
  state: AccountState,
  event: AccountEvent,
  nowMs: number,
  speed: number,
): AccountCommand[] {
  passTime(state, nowMs);
  take(state, event, nowMs, speed);
  forgetUnsure(state, nowMs);
  endWindow(state, nowMs);
  probeUp(state, nowMs, speed);
  grantSlots(state, nowMs, speed);
  return commandsOf(state, nowMs, speed);
}

function take(state: AccountState, event: AccountEvent, nowMs: number, speed: number): void {
  switch (event.kind) {
    case 'start':
      takeUp(state);
      break;
    case 'demand':
      takeDemand(state, event.demand, nowMs, speed);
      break;
    case 'told':
      takeTold(state, event.key, event.ok);
      break;
    case 'census':
      state.reportByMs = nowMs + TIMING.reportMs / speed;
      takeCensus(state, event.census);
      break;
    case 'probed':
      takeProbes(state, event.probes, nowMs);
      break;
    case 'census-broke':
      if (state.census !== 'done') state.census = 'broken';
      state.sweep.notBeforeMs = nowMs + TIMING.brokenMs / speed;
      break;
    case 'sweep-broke':
      state.sweep.asking = false;
      break;
    case 'limit':
      takeLimit(state, event.limit);
      break;
    case 'order':
      takeOrder(state, event.order);
      break;
    case 'checked':
      takeCheck(state, event.check, nowMs, speed);
      break;
    case 'hold':
      state.holding = true;
      break;
    case 'tick':
      if (state.census === 'broken' && state.sweep.notBeforeMs <= nowMs) state.census = 'needed';
      break;
    default:
      event satisfies never;
  }
}

/** Every run is told of a new limit: it wants no more than the one that it knows. */
function takeLimit(state: AccountState, limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1 || limit === state.limit) return;
  state.limit = limit;
  for (const run of Object.values(state.runs)) run.dirty = true;
}

/** Census, check and sweep only read: the next execution asks anew, and at once. Leases were acknowledged before. */
function takeUp(state: AccountState): void {
  if (state.census !== 'done') state.census = 'needed';
  if (state.sweep.asking) state.sweep.notBeforeMs = state.lastMs;
  state.sweep.asking = false;
  if (state.check !== undefined) state.check.asking = false;
  state.holding = false;
  for (const run of Object.values(state.runs)) run.telling = false;
}

/** A run that cannot be told is gone; what it held is freed only by the sweep. */
function takeTold(state: AccountState, key: string, ok: boolean): void {
  const run = state.runs[key];
  if (run === undefined) return;
  run.telling = false;
  if (ok) return;
  run.dead = true;
  // A census that broke keeps the time at which it is taken again: nobody is swept before.
  if (state.census !== 'broken') state.sweep.notBeforeMs = 0;
  state.sweep.pauseMs = 0;
}

/** An unsure claim of a closed run occupies its slot until the task's life is over, whatever the sweep finds. */
function forgetUnsure(state: AccountState, nowMs: number): void {
  for (const [key, run] of Object.entries(state.runs)) {
    // A run whose lease was lost may live, and may have put its slots to another use since it last spoke.
    if (!(run.ended || run.closed) || run.unsure.length === 0) continue;
    const over = run.unsure.filter((untilMs) => untilMs <= nowMs).length;
    if (over === 0) continue;
    run.unsure = run.unsure.filter((untilMs) => untilMs > nowMs);
    run.returned = Math.min(run.granted, run.returned + over);
    if (run.granted === run.returned) delete state.runs[key];
  }
}
