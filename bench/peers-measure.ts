import type { Bed } from './bench.ts';
import { type Damage, damageOf } from './compare-trial.ts';
import type { OpenSide, PeerSide } from './peers-sides.ts';
import { reapedProcessorTimeMs } from './processor-time.ts';
import { CAP, type Seen, seenAt } from './seen.ts';
import { shotsFrom } from './shots.ts';
import type { Vendor, VendorManners } from './vendor.ts';

const TASK_MS = 1_000;
const POLL_MS = 25;
const SHOTS = shotsFrom(1, 60);
const WARM = { taskMs: 200, shots: shotsFrom(1, 10) } as const;
/** Made in 4 s; killed in the second of them there is work under way, and as much again has not begun. */
const SHOTS_OF_KILLED = shotsFrom(1, 20);
const KILLED_AFTER_MS = 1_000;
/** How long a vendor takes to say that it has accepted a task; its page names up to 30 s. Time enough to kill in it. */
const SLOW_ACCEPT_MS = 300;

/** One batch: slots, processor time a job of every process of the side, from typing to the first POST. */
export type Made = Seen & { readonly cpuMs: number | undefined; readonly startS: number };

export type Measured = {
  readonly title: string;
  readonly made: readonly Made[];
  /** Kills at a vendor that answers a POST at once and knows a payment again by its key. */
  readonly quick: readonly Damage[];
  /** Kills at a vendor that answers late and knows no keys, each when a task was accepted and not yet answered. */
  readonly slow: readonly Damage[];
  /** What could not be measured, in words. */
  readonly failures: readonly string[];
};

/** Measures a side: batches one after the other, then kills. Never rejects. */
export async function measureSide(bed: Bed, side: PeerSide): Promise<Measured> {
  const say: Say = (what) => bed.say(`${side.title}: ${what}`);
  const failures: string[] = [];
  // On a crowded machine one batch or kill fails: the others are worth their minutes all the same.
  const tried = async <T>(what: string, act: () => Promise<T>): Promise<readonly T[]> => {
    try {
      return [await act()];
    } catch (error) {
      failures.push(`${side.title}, ${what}: ${error instanceof Error ? error.message : error}`);
      return [];
    }
  };
  const made = (await tried('batches', () => makeBatches(bed, side, say, tried))).flat();
  const kills = async (which: Kill) => (await tried('kills', () => killSide(bed, side, which, say, tried))).flat();
  return { title: side.title, made, quick: await kills(killQuick), slow: await kills(killSlow), failures };
}

type Say = (what: string) => void;
type Tried = <T>(what: string, act: () => Promise<T>) => Promise<readonly T[]>;

async function makeBatches(bed: Bed, side: PeerSide, say: Say, tried: Tried): Promise<readonly Made[]> {
  const open = await side.open(bed, POLL_MS);
  const made: Made[] = [];
  try {
    say('warming up');
    await atVendor(bed, WARM.taskMs, {}, (vendor) => open.make(vendor, WARM.shots));
    for (let n = 1; n <= side.batches; n++) {
      say(`batch ${n} of ${side.batches}`);
      made.push(...(await tried(`batch ${n}`, () => makeOne(bed, open))));
    }
    return made;
  } finally {
    await open.close();
  }
}

function makeOne(bed: Bed, open: OpenSide): Promise<Made> {
  return atVendor(bed, TASK_MS, {}, async (vendor) => {
    const usedMs = () => {
      const [staying, ended] = [open.stayingMs(), reapedProcessorTimeMs(process.pid)];
      return staying === undefined || ended === undefined ? undefined : staying + ended;
    };
    const [beforeMs, typedMs] = [usedMs(), Date.now()];
    await open.make(vendor, SHOTS);
    const afterMs = usedMs();
    const first = Math.min(...(await vendor.tasks()).map(({ arrivedAt }) => arrivedAt));
    const cpuMs = beforeMs === undefined || afterMs === undefined ? undefined : (afterMs - beforeMs) / SHOTS.length;
    return { ...(await seenAt(vendor)), cpuMs, startS: (first - typedMs) / 1_000 };
  });
}

/** `nth` of `of` kills, from 0. */
type Kill = (bed: Bed, open: OpenSide, nth: number, of: number) => Promise<Damage>;

async function killSide(bed: Bed, side: PeerSide, kill: Kill, say: Say, tried: Tried): Promise<readonly Damage[]> {
  const damages: Damage[] = [];
  const waiting = Array.from({ length: side.kills }, (_, nth) => nth);
  const work = async () => {
    const open = await side.open(bed, POLL_MS);
    for (let nth = waiting.shift(); nth !== undefined; nth = waiting.shift()) {
      const now = nth;
      damages.push(...(await tried(`kill ${now + 1}`, () => kill(bed, open, now, side.kills))));
      say(`${damages.length} kills of ${side.kills}, the last: ${JSON.stringify(damages.at(-1))}`);
    }
    await open.close();
  };
  await Promise.all(Array.from({ length: Math.min(side.killsAtOnce, side.kills) }, work));
  return damages;
}

/** At moments that are spread over the second that a task takes. */
const killQuick: Kill = (bed, open, nth, of) =>
  atVendor(bed, TASK_MS, {}, async (vendor) => {
    const killed = await open.begin(vendor, SHOTS_OF_KILLED, true);
    const afterMs = KILLED_AFTER_MS + ((nth + 0.5) / of) * TASK_MS;
    return damageOf(killed, vendor, SHOTS_OF_KILLED, afterMs).finally(killed.end);
  });

/** As soon as the first task of the second five is seen at the vendor, or the second, … */
const killSlow: Kill = (bed, open, nth) =>
  atVendor(bed, TASK_MS, { acceptMs: SLOW_ACCEPT_MS, ignoresKeys: true }, async (vendor) => {
    const killed = await open.begin(vendor, SHOTS_OF_KILLED, false);
    return damageOf(killed, vendor, SHOTS_OF_KILLED, 0, CAP + 1 + nth).finally(killed.end);
  });

async function atVendor<T>(
  bed: Bed,
  taskMs: number,
  manners: VendorManners,
  act: (vendor: Vendor) => Promise<T>,
): Promise<T> {
  const vendor = await bed.newVendor(taskMs, manners);
  try {
    return await act(vendor);
  } finally {
    await vendor.close();
  }
}
