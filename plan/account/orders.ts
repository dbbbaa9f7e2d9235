import type { Suspect } from '../activity.ts';
import { heldBy } from '../slots/ledger.ts';
import type { Lease } from '../slots/messages.ts';
import { TIMING } from '../timing.ts';
import type { AccountCommand } from './events.ts';
import type { AccountState, RunEntry } from './state.ts';
import { pauseOfAccount, troubleAtMs } from './trouble.ts';

/** What an account's state asks for now; what is returned counts as under way. One lease a run at a time. */
export function commandsOf(state: AccountState, nowMs: number, speed: number): AccountCommand[] {
  const commands: AccountCommand[] = [];
  if (state.census === 'needed') {
    state.census = 'asking';
    commands.push({ kind: 'census' });
  }
  for (const [key, run] of Object.entries(state.runs)) {
    if (!run.dirty || run.telling || run.dead || state.holding) continue;
    commands.push({ kind: 'tell', id: run.id, lease: leaseOf(state, key, run) });
  }
  const checkAtMs = state.trouble?.checkAtMs === undefined ? undefined : troubleAtMs(state);
  if (checkAtMs !== undefined && checkAtMs <= nowMs && state.check !== undefined && !state.holding) {
    state.check.asking = true;
    commands.push({ kind: 'check' });
  }
  const suspects = dueSuspects(state, nowMs, speed);
  if (suspects.length > 0) commands.push({ kind: 'sweep', suspects });
  return commands;
}

function leaseOf(state: AccountState, key: string, run: RunEntry): Lease {
  run.dirty = false;
  run.telling = true;
  run.toldKeep = run.keep;
  run.toldWaiting = state.waiting;
  run.leaseSeq += 1;
  const pause = pauseOfAccount(state);
  return {
    to: key,
    epoch: state.epoch,
    seq: run.leaseSeq,
    granted: run.granted,
    returned: run.returned,
    keep: run.keep,
    limit: state.limit,
    waiting: state.waiting,
    ...(run.troubles === undefined ? {} : { heard: run.troubles }),
    ...(pause === undefined ? {} : { pause }),
    ...(state.lowered?.told ? { refusing: true } : {}),
  };
}

/** Whom the sweep asks about: the dead at growing distances, and while somebody waits every holder. */
function dueSuspects(state: AccountState, nowMs: number, speed: number): Suspect[] {
  const sweep = state.sweep;
  if (state.census !== 'done') return [];
  const suspects = suspectsOf(state);
  if (suspects.length === 0) {
    sweep.notBeforeMs = 0;
    sweep.pauseMs = 0;
    return [];
  }
  const dead = Object.values(state.runs).some((run) => run.dead);
  if (sweep.asking) return [];
  if (sweep.notBeforeMs === 0 && !dead) sweep.notBeforeMs = nowMs + TIMING.sweepMs / speed;
  if (nowMs < sweep.notBeforeMs) return [];
  sweep.asking = true;
  const longest = TIMING.sweepMs / speed;
  sweep.pauseMs = dead ? Math.min(longest, Math.max(TIMING.sweepFirstMs / speed, sweep.pauseMs * 2)) : longest;
  sweep.notBeforeMs = nowMs + sweep.pauseMs;
  return suspects;
}

function suspectsOf(state: AccountState): Suspect[] {
  return Object.entries(state.runs).flatMap(([key, run]) =>
    run.dead || !run.reported || (state.waiting && heldBy(run) > 0) ? [{ key, id: run.id }] : [],
  );
}

/** When the account must look again without being asked, ms since the epoch; undefined: never. */
export function accountAlarmMs(state: AccountState, speed: number): number | undefined {
  const times: number[] = [];
  if (state.lowered !== undefined) times.push(state.lowered.untilMs);
  const troubleMs = troubleAtMs(state);
  if (troubleMs !== undefined) times.push(troubleMs);
  if (state.census === 'broken') times.push(state.sweep.notBeforeMs);
  if (!state.sweep.asking && state.census === 'done' && suspectsOf(state).length > 0) {
    times.push(state.sweep.notBeforeMs);
  }
  for (const run of Object.values(state.runs)) {
    if (run.dead) times.push(...run.unsure);
    if (!run.dead && !run.reported && state.census === 'done') times.push(state.reportByMs);
    if (run.hungrySinceMs !== undefined) times.push(run.hungrySinceMs + TIMING.starvedMs / speed);
  }
  const ahead = times.filter((at) => at > state.lastMs);
  return ahead.length === 0 ? undefined : Math.ceil(Math.min(...ahead));
}
