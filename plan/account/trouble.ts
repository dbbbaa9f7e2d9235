import type { AccountCheck } from '../activity.ts';
import { MOST_TIMES } from '../bill.ts';
import type { Quota } from '../quota.ts';
import type { Demand } from '../slots/messages.ts';
import { type Pause, TIMED_TROUBLES, type Trouble, type TroubleCode, troubleRank } from '../slots/trouble.ts';
import { TIMING } from '../timing.ts';
import type { AccountState, RunEntry } from './state.ts';

/** What stands in the account's way, while it lasts. */
export type LastingTrouble = {
  code: TroubleCode;
  sinceMs: number;
  /** It ends by itself. */
  untilMs?: number;
  /** The cheapest task that was refused for lack of balance. */
  needs?: Quota;
  /** So many times its price a task was billed, and to which run (its workflow id). */
  times?: number;
  billedTo?: string;
  /** When it is looked whether it is over; absent: the end is named, or a person's. */
  checkAtMs?: number;
};

/** Takes what a run says of trouble, once a report: the whole account pauses, and every run is told. */
export function takeTrouble(state: AccountState, run: RunEntry, demand: Demand, nowMs: number, speed: number): void {
  const { trouble } = demand;
  if (trouble === undefined || trouble.count <= (run.troubles ?? 0)) return;
  run.troubles = trouble.count;
  run.dirty = true;
  if (trouble.code === 'COST_ABOVE') takeBill(state, run.id, trouble.times ?? 0, nowMs);
  else begin(state, trouble, nowMs, speed);
}

/** Billed so many times the price, to this run: until a person agrees nothing is sent, unless one has before. */
export function takeBill(state: AccountState, billedTo: string, times: number, nowMs: number): void {
  const known = state.trouble?.code === 'COST_ABOVE' ? state.trouble : undefined;
  if (times <= Math.max(state.agreedTimes ?? 1, known?.times ?? 1)) return;
  state.trouble = { code: 'COST_ABOVE', sinceMs: known?.sinceMs ?? nowMs, times, billedTo };
  tellAll(state);
}

/** A person says to go on at that price; a multiple that cannot be right is agreed to as the highest that can. */
export function agreeToBill(state: AccountState): void {
  const { times } = state.trouble?.code === 'COST_ABOVE' ? state.trouble : {};
  if (times !== undefined) state.agreedTimes = Math.max(state.agreedTimes ?? 1, Math.min(times, MOST_TIMES));
}

function begin(state: AccountState, trouble: Trouble, nowMs: number, speed: number): void {
  const known = state.trouble;
  if (known !== undefined && troubleRank(known.code) > troubleRank(trouble.code)) return;
  const same = known?.code === trouble.code ? known : undefined;
  const next: LastingTrouble = { code: trouble.code, sinceMs: same?.sinceMs ?? nowMs };
  if (TIMED_TROUBLES.has(trouble.code)) {
    next.untilMs = Math.min(nowMs + TIMING.windowMostMs, Math.max(trouble.untilMs ?? 0, same?.untilMs ?? 0));
    if (next.untilMs <= nowMs) return;
  } else {
    next.checkAtMs = same?.checkAtMs ?? nowMs + firstPause(state, nowMs, speed);
  }
  const needs = [trouble.needs, same?.needs].filter((amount) => amount !== undefined);
  if (needs.length > 0) next.needs = Math.min(...needs);
  state.trouble = next;
  if (same === undefined || same.untilMs !== next.untilMs) tellAll(state);
}

/** Trouble that comes back right after it seemed to be over is asked about more and more slowly. */
function firstPause(state: AccountState, nowMs: number, speed: number): number {
  const { pauseMs, easedMs } = state.check ?? { pauseMs: 0, easedMs: 0 };
  const isBack = easedMs > 0 && nowMs - easedMs < longest(speed);
  return setPause(state, isBack ? pauseMs * 2 : 0, speed);
}

function setPause(state: AccountState, wantedMs: number, speed: number): number {
  const least = Math.max(TIMING.checkFloorMs, TIMING.checkFirstMs / speed);
  const pauseMs = Math.ceil(Math.min(longest(speed), Math.max(least, wantedMs)));
  state.check = { asking: false, easedMs: 0, ...state.check, pauseMs };
  return pauseMs;
}

function longest(speed: number): number {
  return Math.max(TIMING.checkFloorMs, TIMING.checkMostMs / speed);
}

/** What a look at vendor and disks found; `undefined`: our asking broke. It goes on only where that is proven. */
export function takeCheck(state: AccountState, check: AccountCheck | undefined, nowMs: number, speed: number): void {
  const { trouble } = state;
  if (state.check !== undefined) state.check.asking = false;
  if (trouble?.checkAtMs === undefined) return;
  if (check !== undefined && isOver(trouble, check)) {
    endTrouble(state);
    if (state.check !== undefined) state.check.easedMs = nowMs;
    return;
  }
  trouble.checkAtMs = nowMs + setPause(state, (state.check?.pauseMs ?? 0) * 2, speed);
}

function isOver(trouble: LastingTrouble, check: AccountCheck): boolean {
  if (trouble.code === 'KEY_REFUSED') return check.key === 'works';
  if (trouble.code === 'DISK_FULL') return check.room === true;
  return check.available !== null && check.available >= Math.max(1, trouble.needs ?? 1);
}

/** A window that was used up begins anew. */
export function endWindow(state: AccountState, nowMs: number): void {
  if (state.trouble?.untilMs !== undefined && state.trouble.untilMs <= nowMs) endTrouble(state);
}

/** Why no run may send anything now; undefined: each may. A bill comes first: a person's `resume` agrees to it. */
export function pauseOfAccount({ pausedByPerson, trouble }: AccountState): Pause | undefined {
  if (pausedByPerson && trouble?.code !== 'COST_ABOVE') return { code: 'ACCOUNT_PAUSED' };
  if (trouble === undefined) return undefined;
  const { code, untilMs, times } = trouble;
  return { code, ...(untilMs === undefined ? {} : { untilMs }), ...(times === undefined ? {} : { times }) };
}

/** When the account must look at its trouble again, ms since the epoch; nobody is asked while no run waits for it. */
export function troubleAtMs(state: AccountState): number | undefined {
  const { trouble, check } = state;
  if (trouble === undefined) return undefined;
  if (trouble.untilMs !== undefined) return trouble.untilMs;
  const isWaitedFor = Object.values(state.runs).some((run) => !run.dead);
  return isWaitedFor && check?.asking !== true ? trouble.checkAtMs : undefined;
}

/** Whatever it was, it counts as over: who meets it again reports it again. */
export function endTrouble(state: AccountState): void {
  delete state.trouble;
  tellAll(state);
}

/** Every run hears of what changed. */
export function tellAll(state: AccountState): void {
  for (const run of Object.values(state.runs)) run.dirty = true;
}
