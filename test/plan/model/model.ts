import { heldInAll } from '../../../plan/account/grants.ts';
import { TROUBLES } from '../../../plan/slots/trouble.ts';
import { renders, skeletonOf } from '../skeletons.ts';
import type { AccountProcess } from './account-process.ts';
import { accountProcess } from './account-process.ts';
import type { Mutant } from './mutant.ts';
import { randomSkeleton } from './plans.ts';
import type { RunProcess } from './run-process.ts';
import { runProcess } from './run-process.ts';
import { seeded, timeline } from './timeline.ts';
import type { Vendor } from './vendor.ts';
import { vendor as openVendor } from './vendor.ts';
import { watchSlots } from './watch.ts';

export type Options = { readonly mutant?: Mutant; readonly nodes?: number; readonly calm?: boolean };
export type Outcome = { readonly vendor: Vendor; readonly runs: readonly RunProcess[]; readonly endMs: number };

const LIMIT = 5;
const DAY = 86_400_000;

/** A whole account from a seed: several runs, a bad network, kills, and a person; throws where an invariant breaks. */
export function simulate(seed: number, options: Options = {}): Outcome {
  const random = seeded(seed);
  const time = timeline();
  const mutant = options.mutant ?? {};
  const chance = (p: number) => options.calm !== true && random() < p;
  const crash = chance(0.5) ? 0.05 : 0;
  const faults = { crash, fail: chance(0.5) ? 0.2 : 0, unreachable: chance(0.2) ? 0.1 : 0 };
  const vendor = openVendor(time, random, LIMIT, faults);
  const renewAlways = random() < 0.5;
  const runs: RunProcess[] = [];
  const account: AccountProcess = accountProcess({
    time,
    random,
    vendor,
    runs: () => runs,
    limit: LIMIT,
    mutant,
    renewAlways,
  });
  const count = 1 + Math.floor(random() * 4);
  for (let index = 0; index < count; index += 1) {
    time.after(20_000 * random(), () => {
      const around = { time, random, vendor, account: () => account, mutant, renew: renewAlways ? 1 : 0.02 };
      const run = runProcess(`r${index}`, randomSkeleton(random, options.nodes ?? 30), around);
      runs.push(run);
      run.feed({ kind: 'start' });
      if (chance(0.15)) time.after(30_000 * random(), run.kill);
      const finishRunning = random() < 0.3;
      if (chance(0.15)) time.after(30_000 * random(), () => run.feed({ kind: 'cancel', request: { finishRunning } }));
      if (chance(0.15)) time.after(60_000 * random(), () => run.feed({ kind: 'retry', request: {} }));
    });
  }
  if (chance(0.3)) time.after(40_000 * random(), account.kill);
  if (chance(0.15)) occupyByOthers(time, random, vendor);
  if (chance(0.4)) troubleWithVendor(time, random, vendor);
  if (chance(0.15)) pauseByPerson(time, random, account);
  if (options.calm === true) watchSlots(time, runs, LIMIT);
  visitByPerson(time, runs, account);
  const allOver = () => runs.length >= count && runs.every((run) => !run.isOpen()) && vendor.live() === 0;
  time.run(allOver, 2 * DAY, () => describe(seed, account, runs));
  // A run that vanished is noticed only when somebody waits: a witness does, and must get every slot in the end.
  const around = { time, random, vendor, account: () => account, mutant, renew: 0 };
  const witness = runProcess('witness', skeletonOf(renders(LIMIT * 2)), around);
  runs.push(witness);
  witness.feed({ kind: 'start' });
  time.run(
    () => allOver() && isFree(account, vendor),
    2 * DAY,
    () => describe(seed, account, runs),
  );
  return { vendor, runs, endMs: time.now() };
}

/** Every slot is free again; an account that nobody asked for since it was terminated holds none. */
function isFree(account: AccountProcess, vendor: Vendor): boolean {
  const state = account.state();
  return vendor.live() === 0 && (state === undefined || heldInAll(state) === 0);
}

/** Somebody else renders on the same account for a while, in what is free. */
function occupyByOthers(time: ReturnType<typeof timeline>, random: () => number, vendor: Vendor): void {
  time.after(20_000 * random(), () => {
    vendor.foreign = 1 + Math.floor(random() * 3);
    time.after(60_000 * random(), () => {
      vendor.foreign = 0;
    });
  });
}

/** Its key is refused, its money gone, its window used up: for a while, more than once. */
function troubleWithVendor(time: ReturnType<typeof timeline>, random: () => number, vendor: Vendor): void {
  const times = 1 + Math.floor(random() * 2);
  for (let index = 0; index < times; index += 1) {
    time.after(60_000 * random(), () => {
      const lastsMs = 1_000 + 120_000 * random();
      const code = TROUBLES[Math.floor(random() * TROUBLES.length)] ?? 'KEY_REFUSED';
      vendor.mood = { code, untilMs: time.now() + lastsMs };
      time.after(lastsMs, () => {
        vendor.mood = undefined;
      });
    });
  }
}

function pauseByPerson(time: ReturnType<typeof timeline>, random: () => number, account: AccountProcess): void {
  time.after(40_000 * random(), () => account.order({ do: 'pause' }));
  if (random() < 0.5) time.after(40_000 * random(), () => account.order({ do: 'limit', limit: 2 }));
}

/** Comes by every five minutes, raises limits, frees disks, answers picks. */
function visitByPerson(time: ReturnType<typeof timeline>, runs: readonly RunProcess[], account: AccountProcess): void {
  time.after(300_000, () => {
    for (const run of runs) {
      const { paused, counts, money } = run.machine().view({ since: Number.MAX_SAFE_INTEGER });
      if (paused === undefined && counts.asking === undefined) continue;
      // Where the vendor says what is left or the key is let in again, nobody need come.
      if (paused === 'NO_BALANCE' || paused === 'ACCOUNT_PAUSED') account.order({ do: 'resume' });
      run.feed({ kind: 'wake', request: paused === 'BUDGET' ? { limit: (money.limit ?? 0) + 500 } : {} });
    }
    visitByPerson(time, runs, account);
  });
}

function describe(seed: number, account: AccountProcess, runs: readonly RunProcess[]): string {
  const open = runs.filter((run) => run.isOpen()).map((run) => run.machine().carry());
  return `seed ${seed} ${JSON.stringify({ account: account.state(), open }).slice(0, 3_000)}`;
}
