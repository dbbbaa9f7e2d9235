import { effectiveLimit, occupiedBy } from '../plan/account/state.ts';
import type { RunState } from '../plan/run/index.ts';
import type { Bound } from '../plan/skeleton.ts';
import { pauseOf } from '../plan/slots/trouble.ts';
import type { AccountProcess } from './account-process.ts';
import type { Claims } from './claims.ts';
import type { RunProcess } from './run-process.ts';
import type { Timeline } from './timeline.ts';
import { unitOf } from './unit-of.ts';
import { Violation } from './violation.ts';

export type Watched = {
  readonly time: Timeline;
  readonly runs: readonly RunProcess[];
  readonly account: AccountProcess;
  readonly claims: Claims;
  readonly limit: number;
};

/** No run of the highest priority waits longer for its first slot: six times the longest task. */
const STARVED_MS = 120_000;

/** Looks every second for slots that are idle beside waiting work for longer than `mostMs`; throws under `law`. */
export function watchSlots(watched: Watched, mostMs: number, law: 'L1' | 'L4'): void {
  const { time, runs, account } = watched;
  let idleSinceMs: number | undefined;
  const look = () => {
    const open = runs.filter((run) => run.isOpen());
    const waiting = open.filter((run) => couldStart(run, time.now())).length;
    const used = open.reduce((sum, run) => sum + run.machine().view({ since: Number.MAX_SAFE_INTEGER }).slots.used, 0);
    const state = account.state();
    const free = (state === undefined ? watched.limit : effectiveLimit(state)) - used - unsureIn(watched);
    idleSinceMs = waiting > 0 && free > 0 ? (idleSinceMs ?? time.now()) : undefined;
    const idleMs = idleSinceMs === undefined ? 0 : time.now() - idleSinceMs;
    if (idleMs > mostMs) throw new Violation(law, `${free} slots idle for ${idleMs} ms while ${waiting} runs wait`);
    time.after(1_000, look);
  };
  time.after(1_000, look);
}

/**
 * Looks every second for slots that a run keeps which has said goodbye, for longer than `mostMs` of the machine's waking
 * time: nobody need wait for them to be free but those of claims that nobody could prove. Throws.
 */
export function watchFarewells({ time, runs, account, claims }: Watched, mostMs: number): void {
  const looks = new Map<string, number>();
  const look = () => {
    for (const run of runs.filter((one) => !one.isOpen() && !one.wasKilled())) {
      const entry = account.state()?.runs[run.key];
      const kept = entry === undefined ? 0 : occupiedBy(entry);
      const allowed = Math.max(claims.openOf(run.key), entry?.unsure.length ?? 0);
      const times = kept > allowed ? (looks.get(run.key) ?? 0) + 1 : 0;
      looks.set(run.key, times);
      if (times * LOOK_MS > mostMs) throw new Violation('L1', `${kept} slots of ${run.key} are kept, for ${allowed}`);
    }
    time.after(LOOK_MS, look);
  };
  time.after(LOOK_MS, look);
}

const LOOK_MS = 1_000;

/** Looks every second for runs of the highest priority that get nothing. Throws. */
export function watchHunger({ time, runs }: Watched): void {
  const sinceMs = new Map<string, number>();
  const look = () => {
    const hungry = runs.filter((run) => run.isOpen() && couldStart(run, time.now()));
    const most = Math.max(...hungry.map((run) => run.skeleton.priority));
    for (const run of runs) {
      const { ledger } = run.machine().carry();
      const waits = hungry.includes(run) && ledger.granted === ledger.returned && run.skeleton.priority === most;
      if (!waits) sinceMs.delete(run.key);
      else if (time.now() - (sinceMs.get(run.key) ?? time.now()) > STARVED_MS) throw new Violation('starved', run.key);
      else if (!sinceMs.has(run.key)) sinceMs.set(run.key, time.now());
    }
    time.after(1_000, look);
  };
  time.after(1_000, look);
}

/** Slots of claims that nobody can prove, of runs that are over. */
function unsureIn({ account, claims, runs }: Watched): number {
  const known = account.state()?.runs ?? {};
  return runs
    .filter((run) => !run.isOpen())
    .reduce((sum, { key }) => sum + Math.max(claims.openOf(key), known[key]?.unsure.length ?? 0), 0);
}

/** Something could be sent at once if there were a slot. */
function couldStart(run: RunProcess, nowMs: number): boolean {
  const { skeleton } = run;
  const state = run.machine().carry();
  if (state.paused !== undefined || state.exceeded || state.cancelled !== 'no') return false;
  if (pauseOf(state.ledger) !== undefined || state.holdUntilMs > nowMs) return false;
  return [...state.states].some((code, node) => {
    const isPaid = ['generate', 'promote', 'link'].includes(skeleton.kinds[node] ?? '');
    if (code !== 'r' || !isPaid || skeleton.actions[node] === 'f' || state.delayed[node] !== undefined) return false;
    return !(skeleton.bounds ?? []).some((bound, at) => isFull(bound, at, node, state));
  });
}

/** `max-parallel` keeps it back, whatever slots there are. */
function isFull(bound: Bound, at: number, node: number, { flights, places = {} }: RunState): boolean {
  const { from, to, maxParallel, starts } = bound;
  if (maxParallel === undefined || node < from || node >= to) return false;
  if (starts !== undefined) {
    const begun = places[at] ?? [];
    return begun.length >= maxParallel && !begun.includes(unitOf(bound, node));
  }
  const busy = Object.entries(flights).filter(
    ([other, { phase }]) => Number(other) >= from && Number(other) < to && phase !== 'file',
  );
  return busy.length >= maxParallel;
}
