import type { Skeleton } from '../plan/skeleton.ts';
import { accountProcess } from './account-process.ts';
import { openBills } from './bills.ts';
import { openClaims } from './claims.ts';
import { calmFrom } from './faults.ts';
import type { Mutant } from './mutant.ts';
import { runProcess } from './run-process.ts';
import { CAP } from './simulate.ts';
import { type NodeSketch, skeletonOf } from './sketch.ts';
import { seeded, timeline } from './timeline.ts';
import { NO_TRACE } from './trace.ts';
import { openVendor } from './vendor.ts';
import { watchSlots } from './watch.ts';
import { type SharesSeen, watchShares } from './watch-shares.ts';

/** A slot may be idle while its end is told, granted anew and taken: two messages, each behind one under way. */
const IDLE_MS = 3_000;
/** Each continue-as-new works the order of so many nodes out again: seldom, so that a seed takes no second. */
const RENEW = 0.002;
const MOST_MS = 12 * 3_600_000;
const MINUTE_MS = 60_000;

/**
 * Runs of many renders that join one another on an account, with weights and priorities from a seed; some have one
 * task at a time for a while; a person lowers the limit and raises it. Nothing fails: what is looked at is who gets
 * how much, and when. Throws a Violation where that is not fair.
 */
export function simulateFairness(seed: number, mutant: Mutant = {}): SharesSeen {
  const random = seeded(seed);
  const time = timeline();
  const faults = { ...calmFrom(random), renew: RENEW };
  const awake = { sleeps: () => 0, renewing: () => undefined };
  const base = { ...awake, time, random, faults, trace: NO_TRACE, mutant, bills: openBills(time) };
  const vendor = openVendor({ ...base, cap: CAP });
  const claims = openClaims({ ...base, vendor });
  const runs: ReturnType<typeof runProcess>[] = [];
  const account = accountProcess({ ...base, vendor, claims, runs: () => runs, limit: CAP });
  const kinds = kindsFrom(random, faults.counts);
  for (const [at, kind] of kinds.entries()) {
    const skeleton = skeletonFrom(random, kind);
    time.after(at === 0 ? 0 : 6 * MINUTE_MS * random(), () => {
      const run = runProcess(`r${at}`, `p${at}`, skeleton, { ...base, vendor, claims, account: () => account });
      runs.push(run);
      run.feed({ kind: 'start' });
    });
  }
  let limit = CAP;
  const order = (to: number, atMs: number) => {
    time.after(atMs, () => {
      limit = to;
      account.order({ do: 'limit', limit: to });
    });
  };
  if (random() < 0.3) {
    order(2, (5 + 10 * random()) * MINUTE_MS);
    order(CAP, (16 + 10 * random()) * MINUTE_MS);
  }
  watchSlots({ time, runs, account, claims, limit: CAP }, IDLE_MS, 'L4');
  const seen = watchShares({ time, runs, limit: () => limit });
  const isOver = () => runs.length === kinds.length && runs.every((run) => !run.isOpen());
  time.run(isOver, MOST_MS, () => `seed ${seed}`);
  return seen;
}

/** Who joins: two to four, or more than there are slots; in some seeds one that comes before all others. */
function kindsFrom(random: () => number, counts: Kind['counts']): readonly Kind[] {
  const count = random() < 0.15 ? CAP + 2 : 2 + Math.floor(random() * 3);
  const isRanked = random() < 0.25;
  return Array.from({ length: count }, (_, at) => {
    const isFirst = isRanked && at === 1;
    const many = isFirst ? 400 : 900 / count;
    return { many, weight: 1 + Math.floor(random() * 3), priority: isFirst ? 1 : 0, counts };
  });
}

/** Many renders at once; before them or behind them, now and then, a while in which it wants one slot or two. */
function skeletonFrom(random: () => number, { many, weight, priority, counts }: Kind): Skeleton {
  const head = random() < 0.3 ? 10 + Math.floor(40 * random()) : 0;
  const tail = random() < 0.4 ? 10 + Math.floor(20 * random()) : 0;
  const wide = Math.floor(many * (0.7 + 0.6 * random()));
  const nodes: NodeSketch[] = [];
  // Two at a time: it never wants nothing.
  for (let at = 0; at < head; at += 1) nodes.push(at < 2 ? {} : after(at - 2));
  for (let at = 0; at < wide; at += 1) nodes.push(head === 0 ? {} : after(head - 1));
  for (let at = 0; at < tail; at += 1) nodes.push(after(nodes.length - 1));
  return skeletonOf(nodes, { weight, priority, counts });
}

type Kind = {
  readonly many: number;
  readonly weight: number;
  readonly priority: number;
  readonly counts: NonNullable<Skeleton['counts']>;
};

function after(node: number): NodeSketch {
  return { edges: [{ node, kind: 'needs' }] };
}
