import { heldBy } from '../slots/ledger.ts';
import type { Demand } from '../slots/messages.ts';
import { lowerLimit } from './limit.ts';
import type { AccountState, RunEntry } from './state.ts';
import { newEntry } from './state.ts';
import { takeTrouble } from './trouble.ts';

/** Takes what a run says. Numbers of another epoch count only until the run has reported in this one. */
export function takeDemand(state: AccountState, demand: Demand, nowMs: number, speed: number): void {
  const known = state.runs[demand.key];
  // In its own epoch an account forgets nobody but who has ended: what such a run said before comes once more.
  if (known === undefined && demand.epoch === state.epoch) return;
  if (known === undefined && demand.bye && demand.unsure.length === 0) return;
  const run = known ?? newEntry(demand.id);
  state.runs[demand.key] = run;
  const ours = demand.epoch === state.epoch || (demand.epoch === '' && demand.granted === 0);
  if (!ours && run.reported && !demand.bye) return;
  if (ours) merge(run, demand);
  else inherit(run, demand);
  if (demand.seq <= run.seq) return;
  run.seq = demand.seq;
  run.reported ||= ours;
  takeRefusals(state, run, demand, nowMs, speed);
  takeTrouble(state, run, demand, nowMs, speed);
  if (demand.bye) takeBye(state, demand.key, run, demand);
  else {
    takeWish(state, run, demand);
    if (known === undefined) succeed(state, demand.key, run);
  }
}

/**
 * A pipeline's next run takes up the claims that its last one could not prove, and with them the slots that they
 * occupy: as many new ones for the same claims might be more than there are.
 */
function succeed(state: AccountState, key: string, run: RunEntry): void {
  for (const [other, last] of Object.entries(state.runs)) {
    if (other === key || !last.ended || last.id !== run.id) continue;
    run.granted += heldBy(last);
    run.dirty = true;
    delete state.runs[other];
  }
}

/** Whoever speaks lives, also when a lease to it failed. */
function takeWish(state: AccountState, run: RunEntry, demand: Demand): void {
  // What it was told last may never have come, and the sweep that would find it alive passes over it now.
  run.dirty ||= run.dead;
  run.dead = false;
  if (run.want === 0 && demand.want > 0) run.vt = Math.max(run.vt, state.vclock);
  // More than the limit nobody can have: it would count as waiting for ever.
  run.want = Math.min(demand.want, state.limit);
  run.weight = demand.weight;
  run.prio = demand.prio;
  run.unsure = [...demand.unsure];
}

function merge(run: RunEntry, demand: Demand): void {
  run.granted = Math.max(run.granted, demand.granted);
  run.returned = Math.max(run.returned, demand.returned);
}

/** Granted by an entity that is gone: it counts as held, and the run is told of the new epoch. */
function inherit(run: RunEntry, demand: Demand): void {
  run.inherited = Math.max(run.inherited, heldBy(demand));
  run.dirty = true;
}

function takeRefusals(state: AccountState, run: RunEntry, demand: Demand, nowMs: number, speed: number): void {
  if (demand.refused === undefined || demand.refused.count <= run.refusals) return;
  const times = demand.refused.count - run.refusals;
  run.refusals = demand.refused.count;
  lowerLimit(state, times, demand.refused.untilMs, nowMs, speed);
}

/** The run has ended: all is free but the slots of claims that nobody could prove. */
function takeBye(state: AccountState, key: string, run: RunEntry, demand: Demand): void {
  if (demand.unsure.length === 0) {
    delete state.runs[key];
    return;
  }
  run.dead = true;
  run.ended = true;
  run.want = 0;
  run.unsure = [...demand.unsure];
  run.granted = Math.max(run.granted, run.returned + run.unsure.length);
  run.returned = run.granted - run.unsure.length;
}
