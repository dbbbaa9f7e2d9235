import { TIMING } from '../timing.ts';
import type { AccountState } from './state.ts';
import { effectiveLimit, occupiedBy } from './state.ts';

/** The vendor refused for its cap: somebody else uses the account, so the limit falls, never below 1, for an hour at most. */
export function lowerLimit(state: AccountState, times: number, untilMs: number, nowMs: number, speed: number): void {
  const held = Object.values(state.runs).reduce((sum, run) => sum + occupiedBy(run), 0);
  // The refused slots are back already: what is still held is what the vendor did accept.
  const accepted = Math.max(1, Math.min(held, effectiveLimit(state)));
  const to = Math.max(1, Math.min(accepted, effectiveLimit(state) - times));
  const least = nowMs + TIMING.refusedLeastMs / speed;
  const most = nowMs + TIMING.refusedMostMs;
  const until = Math.min(most, Math.max(least, untilMs, state.lowered?.untilMs ?? 0));
  state.lowered = { to, untilMs: until };
}

/** When the time of a lowered limit is over it is raised by one, and again after a while, until all is as set. */
export function probeUp(state: AccountState, nowMs: number, speed: number): void {
  const lowered = state.lowered;
  if (lowered === undefined) return;
  if (lowered.untilMs <= nowMs) {
    lowered.to += 1;
    lowered.untilMs = nowMs + Math.ceil(TIMING.probeUpMs / speed);
  }
  if (lowered.to >= state.limit) delete state.lowered;
}
