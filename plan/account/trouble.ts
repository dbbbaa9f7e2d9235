import type { AccountCheck } from '../activity.ts';
import type { Quota } from '../quota.ts';
import type { Demand } from '../slots/messages.ts';
import { type Pause, TROUBLES, type Trouble, type TroubleCode } from '../slots/trouble.ts';
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
  /** When it is looked whether it is over; absent: the end is named. */
  checkAtMs?: number;
};

/** Takes what a run says of trouble, once a report: the whole account pauses, and every run is told. */
export function takeTrouble(state: AccountState, run: RunEntry, demand: Demand, nowMs: number, speed: number): void {
  const { trouble } = demand;
  if (trouble === undefined || trouble.count <= (run.troubles ?? 0)) return;
  run.troubles = trouble.count;
  run.dirty = true;
  begin(state, trouble, nowMs, speed);
}

function begin(state: AccountState, trouble: Trouble, nowMs: number, speed: number): void {
  const known = state.trouble;
  if (known !== undefined && rank(known.code) > rank(trouble.code)) return;
  const same = known?.code === trouble.code ? known : undefined;
  const next: LastingTrouble = { code: trouble.code, sinceMs: same?.sinceMs ?? nowMs };
  if (trouble.code === 'WINDOW_USED') {
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

/** Why no run may send anything now; undefined: each may. */
export function pauseOfAccount({ pausedByPerson, trouble }: AccountState): Pause | undefined {
  if (pausedByPerson) return { code: 'ACCOUNT_PAUSED' };
  if (trouble === undefined) return undefined;
  return { code: trouble.code, ...(trouble.untilMs === undefined ? {} : { untilMs: trouble.untilMs }) };
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

/** A refused key hides everything else; a full disk hides lack of balance, which hides a window. */
function rank(code: TroubleCode): number {
  return TROUBLES.indexOf(code);
}
