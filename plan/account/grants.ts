import { heldBy } from '../slots/ledger.ts';
import { shares, wholeSlots } from '../slots/shares.ts';
import { TIMING } from '../timing.ts';
import type { AccountState, RunEntry } from './state.ts';
import { effectiveLimit, occupiedBy } from './state.ts';

/** Adds the slot-time since the last event; a run that had what it wanted saves up no credit. */
export function passTime(state: AccountState, nowMs: number): void {
  const seconds = state.lastMs === 0 ? 0 : Math.max(0, nowMs - state.lastMs) / 1_000;
  state.lastMs = Math.max(state.lastMs, nowMs);
  for (const run of Object.values(state.runs)) run.vt += (heldBy(run) * seconds) / run.weight;
  const live = Object.values(state.runs).filter((run) => !run.dead && (run.want > 0 || heldBy(run) > 0));
  const hungry = live.filter(isHungry);
  const competing = hungry.length > 0 ? hungry : live;
  if (competing.length === 0) return;
  state.vclock = Math.max(state.vclock, Math.min(...competing.map((run) => run.vt)));
  for (const run of live) if (hungry.length > 0 && !isHungry(run)) run.vt = Math.max(run.vt, state.vclock);
}

/** Raises `granted` as far as the limit allows and says what each run may keep; marks those that must hear of it. */
export function grantSlots(state: AccountState, nowMs: number, speed: number): void {
  noteHunger(state, nowMs);
  const limit = effectiveLimit(state);
  const share = shares(state.runs, limit, starvedRuns(state, nowMs, speed));
  const live = Object.entries(state.runs).filter(([, run]) => !run.dead);
  let free = limit - heldInAll(state);
  if (mayGrant(state, nowMs)) {
    while (free > 0) {
      const next = nextRun(live, share);
      if (next === undefined) break;
      next.granted += 1;
      next.dirty = true;
      delete next.hungrySinceMs;
      free -= 1;
    }
  }
  state.waiting = free < 0 || live.some(([, run]) => isHungry(run));
  for (const [key, run] of live) tellKeep(state, run, wholeSlots(share.get(key)), limit);
}

/** Nothing is granted while the vendor accepts nothing, before the census, nor while a run of the last epoch has not said what it holds. */
function mayGrant(state: AccountState, nowMs: number): boolean {
  if (state.census !== 'done' || state.lowered?.resting) return false;
  // A run whose lease was lost may live: the sweep says so, or buries it, which counts as a report.
  return nowMs >= state.reportByMs || Object.values(state.runs).every((run) => run.reported);
}

function noteHunger(state: AccountState, nowMs: number): void {
  for (const run of Object.values(state.runs)) {
    if (run.dead || !isHungry(run) || heldBy(run) > 0) delete run.hungrySinceMs;
    else run.hungrySinceMs ??= nowMs;
  }
}

/** Runs that have waited so long without any slot that priorities count no more. */
export function starvedRuns(state: AccountState, nowMs: number, speed: number): Set<string> {
  const after = TIMING.starvedMs / speed;
  const entries = Object.entries(state.runs);
  return new Set(
    entries.flatMap(([key, run]) =>
      run.hungrySinceMs !== undefined && nowMs - run.hungrySinceMs >= after ? [key] : [],
    ),
  );
}

/** Below its whole share first, then the higher priority, then whoever has had the least slot-time per weight. */
function nextRun(live: readonly [string, RunEntry][], share: Map<string, number>): RunEntry | undefined {
  let best: [string, RunEntry] | undefined;
  for (const candidate of live) {
    if (!isHungry(candidate[1])) continue;
    if (best === undefined || comesBefore(candidate, best, share)) best = candidate;
  }
  return best?.[1];
}

function comesBefore(a: [string, RunEntry], b: [string, RunEntry], share: Map<string, number>): boolean {
  const due = ([key, run]: [string, RunEntry]) => (heldBy(run) < wholeSlots(share.get(key)) ? 0 : 1);
  const order = due(a) - due(b) || b[1].prio - a[1].prio || a[1].vt - b[1].vt;
  return order < 0 || (order === 0 && a[0] < b[0]);
}

function tellKeep(state: AccountState, run: RunEntry, whole: number, limit: number): void {
  const held = heldBy(run);
  run.keep = state.waiting ? whole : Math.max(state.limit, limit);
  const keepMatters = Math.min(held, run.keep) !== Math.min(held, run.toldKeep);
  if (keepMatters || (held > 0 && state.waiting !== run.toldWaiting)) run.dirty = true;
}

function isHungry(run: RunEntry): boolean {
  return !run.dead && run.want > heldBy(run);
}

/** Slots that are not free: used or idle in runs, or occupied by tasks of dead ones. */
export function heldInAll(state: AccountState): number {
  return Object.values(state.runs).reduce((sum, run) => sum + occupiedBy(run), 0);
}
