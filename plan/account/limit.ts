import { TIMING } from '../timing.ts';
import type { AccountState, Lowered } from './state.ts';
import { effectiveLimit, occupiedBy } from './state.ts';
import { tellAll } from './trouble.ts';

/**
 * The vendor refused for its cap: somebody else uses the account. The limit falls to what the vendor did accept, never
 * below 1; where it accepted nothing, nobody sends anything until one task is tried. Each try that is refused doubles
 * the pause before the next one, so that a night of refusals is one POST a minute and not one for each node and second.
 */
export function lowerLimit(state: AccountState, times: number, untilMs: number, nowMs: number, speed: number): void {
  const known = state.lowered;
  const held = Object.values(state.runs).reduce((sum, run) => sum + occupiedBy(run), 0);
  // The refused slots are back already: what is still held is what the vendor did accept.
  const accepted = Math.max(1, Math.min(held, effectiveLimit(state)));
  const to = Math.max(1, Math.min(accepted, effectiveLimit(state) - times));
  const pauseMs = pauseAfter(known, speed);
  const most = nowMs + TIMING.refusedMostMs;
  const until = Math.min(most, Math.max(nowMs + pauseMs, untilMs, known?.untilMs ?? 0));
  const resting = held === 0;
  const told = resting && (known?.told === true || until - nowMs >= TIMING.restToldMs / speed);
  state.lowered = { to, untilMs: until, pauseMs, ...(resting ? { resting } : {}), ...(told ? { told } : {}) };
  if (told !== (known?.told ?? false)) tellAll(state);
}

/** Refusals of tasks that were sent together count once; only a try that is refused makes the next one later. */
function pauseAfter(known: Lowered | undefined, speed: number): number {
  const { pauseMs = 0, trying = false } = known ?? {};
  return within(trying ? pauseMs * 2 : pauseMs, speed);
}

function within(pauseMs: number, speed: number): number {
  return Math.ceil(Math.min(TIMING.probeUpMs / speed, Math.max(TIMING.refusedLeastMs / speed, pauseMs)));
}

/**
 * When the time of a lowered limit is over, one task more is tried, and again after a while, until all is as set. A limit
 * that is whole again is remembered as long: refused at once, it was not whole.
 */
export function probeUp(state: AccountState, nowMs: number, speed: number): void {
  const { lowered } = state;
  if (lowered === undefined || lowered.untilMs > nowMs) return;
  const { to, resting, pauseMs = 0, told } = lowered;
  if (resting) {
    state.lowered = { to, untilMs: nowMs + within(pauseMs, speed), pauseMs, trying: true, ...(told ? { told } : {}) };
    return;
  }
  if (told) tellAll(state);
  if (to >= state.limit) {
    delete state.lowered;
    return;
  }
  // A try that was not refused was accepted: the next one comes sooner.
  const sooner = within(lowered.trying ? pauseMs / 2 : pauseMs, speed);
  state.lowered = { to: to + 1, untilMs: nowMs + sooner, pauseMs: sooner, trying: true };
}

/** A person wants it tried now; what was learnt of the vendor stays known. */
export function tryNow(state: AccountState): void {
  if (state.lowered !== undefined) state.lowered.untilMs = 0;
}
