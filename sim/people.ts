import type { FailureCode } from '../plan/failures.ts';
import { TROUBLES } from '../plan/slots/trouble.ts';
import type { AccountProcess } from './account-process.ts';
import type { RunProcess } from './run-process.ts';
import type { Timeline } from './timeline.ts';
import type { Vendor } from './vendor.ts';

export type Scene = {
  readonly time: Timeline;
  readonly random: () => number;
  readonly vendor: Vendor;
  readonly account: AccountProcess;
  readonly runs: readonly RunProcess[];
  readonly isCalm: boolean;
};

/** What people do to a run: terminate it, cancel it or some of its nodes, retry. */
export function actOnRun({ time, random, isCalm }: Scene, run: RunProcess): void {
  if (isCalm) return;
  const some = () => run.skeleton.ids.filter(() => random() < 0.3);
  const now = (share: number, withinMs: number, act: () => void) => {
    if (random() < share) time.after(withinMs * random(), act);
  };
  const finishRunning = random() < 0.3;
  now(0.15, 30_000, run.kill);
  now(0.15, 30_000, () => run.feed({ kind: 'cancel', request: { finishRunning } }));
  now(0.1, 30_000, () => run.feed({ kind: 'cancel', request: { nodes: some() } }));
  now(0.15, 60_000, () => run.feed({ kind: 'retry', request: {} }));
  now(0.1, 60_000, () => run.feed({ kind: 'retry', request: { nodes: some() } }));
}

/** What happens to an account: it is terminated, others use it, the vendor has something against it, a person pauses it. */
export function actOnAccount(scene: Scene): void {
  const { time, random, account, isCalm } = scene;
  if (isCalm) return;
  if (random() < 0.3) time.after(40_000 * random(), account.kill);
  if (random() < 0.15) occupyByOthers(scene);
  if (random() < 0.4) troubleWithVendor(scene);
  if (random() < 0.15) {
    time.after(40_000 * random(), () => account.order({ do: 'pause' }));
    if (random() < 0.5) time.after(40_000 * random(), () => account.order({ do: 'limit', limit: 2 }));
  }
}

/** Somebody else renders on the same account for a while, in what is free. */
function occupyByOthers({ time, random, vendor }: Scene): void {
  time.after(20_000 * random(), () => {
    vendor.foreign = 1 + Math.floor(random() * 3);
    time.after(60_000 * random(), () => {
      vendor.foreign = 0;
    });
  });
}

/** A bill above the price is a task's, and a day's limit ours. */
const MOODS = TROUBLES.filter((code) => code !== 'COST_ABOVE' && code !== 'DAY_LIMIT');

/** Its key is refused, its money gone, its window used up: for a while, more than once. */
function troubleWithVendor({ time, random, vendor }: Scene): void {
  const times = 1 + Math.floor(random() * 2);
  for (let index = 0; index < times; index += 1) {
    time.after(60_000 * random(), () => {
      const lastsMs = 1_000 + 120_000 * random();
      const code = MOODS[Math.floor(random() * MOODS.length)] ?? 'KEY_REFUSED';
      vendor.mood = { code, untilMs: time.now() + lastsMs };
      time.after(lastsMs, () => {
        vendor.mood = undefined;
      });
    });
  }
}

const WAIT_FOR_A_PERSON: ReadonlySet<FailureCode> = new Set(['NO_BALANCE', 'ACCOUNT_PAUSED', 'COST_ABOVE']);

/** Comes by every five minutes, raises limits, frees disks, answers picks. */
export function visit(scene: Scene): void {
  const { time, runs, account } = scene;
  time.after(300_000, () => {
    for (const run of runs.filter((one) => one.isOpen())) {
      const { paused, counts, money } = run.machine().view({ since: Number.MAX_SAFE_INTEGER });
      if (paused === undefined && counts.asking === undefined) continue;
      // Where the vendor says what is left or the key is let in again, nobody need come.
      if (paused !== undefined && WAIT_FOR_A_PERSON.has(paused)) account.order({ do: 'resume' });
      run.feed({ kind: 'wake', request: paused === 'BUDGET' ? { limit: (money.limit ?? 0) + 500 } : {} });
    }
    visit(scene);
  });
}
