import { heldInAll } from '../plan/account/grants.ts';
import type { Skeleton } from '../plan/skeleton.ts';
import { TIMING } from '../plan/timing.ts';
import type { AccountProcess } from './account-process.ts';
import { accountProcess } from './account-process.ts';
import { openBills } from './bills.ts';
import { type Claims, openClaims } from './claims.ts';
import { calmFrom, type Faults, faultsFrom } from './faults.ts';
import type { Mutant } from './mutant.ts';
import { dieInRenewals, fallAsleep, refuseAllNight } from './nights.ts';
import { checkBooks } from './oracle.ts';
import { actOnAccount, actOnRun, visit } from './people.ts';
import { randomSkeleton, successorOf } from './plans.ts';
import { type RunProcess, runProcess } from './run-process.ts';
import { renders, skeletonOf } from './sketch.ts';
import { sleeper } from './sleep.ts';
import { seeded, timeline } from './timeline.ts';
import { keepLines, NO_TRACE } from './trace.ts';
import { openVendor, type Vendor } from './vendor.ts';
import { watchFarewells, watchHunger, watchSlots } from './watch.ts';

export type Options = {
  /** Renders, questions and joins in all first runs together. */
  readonly jobs?: number;
  /** No faults at all: slots must not be idle then. */
  readonly calm?: boolean;
  /** The machine sleeps for hours while tasks render. */
  readonly asleep?: boolean;
  readonly mutant?: Mutant;
  /** Gets what everybody heard and did, in order. */
  readonly lines?: string[];
};

export type Outcome = {
  readonly vendor: Vendor;
  readonly claims: Claims;
  readonly runs: readonly RunProcess[];
  readonly faults: Faults;
  readonly endMs: number;
  /** How often the machine slept. */
  readonly sleeps: number;
};

export const CAP = 5;
const JOBS = 50;
/** Each task that nobody can find any more keeps its slot for a day, one after the other where a step allows one. */
const MOST_MS = 60 * 86_400_000;
/** Without faults no slot is idle for longer while work waits (L4): five seconds, as the design has it, beside the network. */
const IDLE_MS = 6_000;
/** Once faults are over and everything has ended, all slots are to be had after this (L1). */
const FREE_MS = 60_000;
/** An activity of ours that failed for good is asked again after a minute, and open runs have a minute to report. */
const BROKEN_MS = 120_000;
/** In every second seed so many runs go on where another of their pipeline ended. */
const SUCCESSORS = 2;
/** Dice of their own: whether everything dies changes nothing else that a seed brings. */
const DEATHS = 0x5bd1e995;

/** A whole account from a seed: several runs, a bad network, kills, and people; throws a Violation where a law breaks. */
export function simulate(seed: number, options: Options = {}): Outcome {
  const random = seeded(seed);
  const world = timeline();
  const machine = sleeper(world);
  const { time } = machine;
  const trace = options.lines === undefined ? NO_TRACE : keepLines(options.lines)(time);
  const isCalm = options.calm ?? random() < 0.25;
  const faults = isCalm ? calmFrom(random) : faultsFrom(random);
  let faultsOver = false;
  const deaths = seeded(seed ^ DEATHS);
  const dies = !isCalm && deaths() < 0.3;
  const renewing = dies ? dieInRenewals({ machine, random: deaths, isOver: () => faultsOver }) : () => undefined;
  const doors = { sleeps: machine.sleeps, renewing };
  const base = { time, random, faults, trace, mutant: options.mutant ?? {}, ...doors };
  const vendor = openVendor({ ...base, time: world, cap: CAP });
  const claims = openClaims({ ...base, vendor });
  const bills = openBills(time);
  const runs: RunProcess[] = [];
  const account: AccountProcess = accountProcess({ ...base, vendor, claims, bills, runs: () => runs, limit: CAP });
  const around = { ...base, vendor, claims, bills, account: () => account };
  const scene = { time, random, vendor, account, runs, isCalm };

  const begin = (key: string, pipeline: string, skeleton: Skeleton) => {
    const run = runProcess(key, pipeline, skeleton, around);
    runs.push(run);
    run.feed({ kind: 'start' });
    return run;
  };
  const count = 1 + Math.floor(random() * 4);
  const jobs = Math.max(count, options.jobs ?? JOBS);
  let begun = 0;
  for (let index = 0; index < count; index += 1) {
    const nodes = Math.floor(((index + 1) * jobs) / count) - Math.floor((index * jobs) / count);
    time.after(20_000 * random(), () => {
      actOnRun(scene, begin(`r${index}`, `p${index}`, randomSkeleton(random, nodes, faults.counts)));
      begun += 1;
    });
  }
  const succeed = () => {
    begun += 1;
    const last = runs[Math.floor(random() * runs.length)];
    if (last === undefined || last.isOpen() || !isLatest(runs, last)) return;
    actOnRun(scene, begin(`${last.key}+`, last.pipeline, successorOf(last, claims, random)));
  };
  const successors = !isCalm && random() < 0.5 ? SUCCESSORS : 0;
  for (let n = 0; n < successors; n += 1) time.after(90_000 * random(), succeed);
  actOnAccount(scene);
  const nights = seeded(~seed);
  if (options.asleep ?? (!isCalm && nights() < 0.1))
    fallAsleep({ world, machine, random: nights, isOver: () => faultsOver });
  const isFullNight = !isCalm && nights() < 0.02;
  if (isFullNight) refuseAllNight({ world, vendor, random: nights, isOver: () => faultsOver });
  const watched = { time, runs, account, claims, limit: CAP };
  watchFarewells(watched, FREE_MS + (faults.broke > 0 ? BROKEN_MS : 0));
  if (isCalm && !options.asleep) {
    watchSlots(watched, IDLE_MS, 'L4');
    watchHunger(watched);
  }
  visit(scene);
  const isOver = () => begun === count + successors && runs.every((run) => !run.isOpen()) && vendor.open() === 0;
  const tell = () => describe(account, runs);
  world.run(isOver, MOST_MS, tell);
  // Nobody waits: what is kept now is found by nobody's hunger.
  const quietUntilMs = time.now() + 2 * FREE_MS + BROKEN_MS;
  world.run(() => time.now() >= quietUntilMs, MOST_MS, tell);
  // A run that vanished is noticed only when somebody waits: a witness does, and must get every slot in the end.
  begin('witness', 'witness', skeletonOf(renders(CAP * 2), { counts: faults.counts }));
  faultsOver = true;
  vendor.foreign = 0;
  const tried = isFullNight ? TIMING.probeUpMs : 0;
  watchSlots(watched, FREE_MS + tried + (faults.broke > 0 ? BROKEN_MS : 0), 'L1');
  world.run(() => isOver() && isFree(account, vendor), MOST_MS, tell);
  checkBooks({ vendor, claims, runs });
  return { vendor, claims, runs, faults, endMs: time.now(), sleeps: machine.sleeps() };
}

/** Every slot is free again; an account that nobody asked for since it was terminated holds none. */
function isFree(account: AccountProcess, vendor: Vendor): boolean {
  const state = account.state();
  return vendor.live() === 0 && (state === undefined || heldInAll(state) === 0);
}

function isLatest(runs: readonly RunProcess[], run: RunProcess): boolean {
  return runs.filter(({ pipeline }) => pipeline === run.pipeline).at(-1) === run;
}

function describe(account: AccountProcess, runs: readonly RunProcess[]): string {
  const open = runs.filter((run) => run.isOpen()).map((run) => ({ key: run.key, ...run.machine().carry() }));
  return JSON.stringify({ account: account.state(), open }).slice(0, 3_000);
}
