import type { Census, Probe } from '../activity.ts';
import type { AccountState, RunEntry } from './state.ts';
import { newEntry, occupiedBy } from './state.ts';
import { takeBill } from './trouble.ts';

/** A new entity learns who holds what: open runs must report, tasks without a run occupy slots until they end. */
export function takeCensus(state: AccountState, census: Census): void {
  if (state.census === 'done') return;
  state.census = 'done';
  for (const [key, found] of Object.entries(census.runs)) {
    if (found.closed && found.live === 0) continue;
    const run = state.runs[key] ?? newEntry(found.id);
    state.runs[key] = run;
    if (found.closed) bury(run, found.live);
    else if (!run.reported) {
      // Claims of files that are still being fetched count as live here: the run itself says what it uses.
      run.inherited = Math.max(run.inherited, found.live);
      run.dirty = true;
    }
  }
}

/** What the sweep found: a closed run holds only what is still open at the vendor. */
export function takeProbes(state: AccountState, probes: { readonly [key: string]: Probe }, nowMs: number): void {
  let freed = false;
  for (const [key, probe] of Object.entries(probes)) {
    const run = state.runs[key];
    if (run === undefined) continue;
    if (probe.overpaid !== undefined) takeBill(state, run.id, probe.overpaid, nowMs);
    if (!probe.closed) {
      revive(run);
      continue;
    }
    const before = occupiedBy(run);
    bury(run, Math.max(0, probe.live));
    freed ||= occupiedBy(run) < before;
    if (occupiedBy(run) === 0) delete state.runs[key];
  }
  state.sweep.asking = false;
  if (freed) state.sweep.pauseMs = 0;
}

/** The run is closed: it holds what is still open at the vendor, and never more than before. */
function bury(run: RunEntry, live: number): void {
  if (!run.reported) run.granted = Math.max(run.granted, run.returned + live);
  run.reported = true;
  run.dead = true;
  run.closed = true;
  run.want = 0;
  run.returned = Math.max(run.returned, run.granted - live);
}

/** A lease to it failed, but it lives: it is told again. */
function revive(run: RunEntry): void {
  if (!run.dead || run.ended) return;
  run.dead = false;
  run.dirty = true;
}
