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
};

/** Measures a side: batches one after the other, then kills; what could not be judged is said and left out. */
export async function measureSide(bed: Bed, side: PeerSide): Promise<Measured> {
  const said = (what: string) => bed.say(`${side.title}: ${what}`);
  const open = await side.open(bed, POLL_MS);
  const made: Made[] = [];
  try {
    said('warming up');
    await atVendor(bed, WARM.taskMs, {}, (vendor) => open.make(vendor, WARM.shots));
    for (let n = 1; n <= side.batches; n++) {
      said(`batch ${n} of ${side.batches}`);
      made.push(await makeOne(bed, open));
    }
  } finally {
    await open.close();
  }
  const kills = async (knowsKeys: boolean) => killSide(bed, side, knowsKeys, said);
  return { title: side.title, made, quick: await kills(true), slow: await kills(false) };
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

async function killSide(
  bed: Bed,
  side: PeerSide,
  knowsKeys: boolean,
  said: (what: string) => void,
): Promise<readonly Damage[]> {
  const damages: Damage[] = [];
  const waiting = Array.from({ length: side.kills }, (_, n) => n);
  const work = async () => {
    const open = await side.open(bed, POLL_MS);
    for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) {
      try {
        damages.push(await (knowsKeys ? killQuick(bed, open, (n + 0.5) / side.kills) : killSlow(bed, open, n)));
        said(`killed${knowsKeys ? '' : ' at a slow vendor'}: ${JSON.stringify(damages.at(-1))}`);
      } catch (error) {
        said(`a kill could not be judged: ${error instanceof Error ? error.message : error}`);
      }
    }
    await open.close();
  };
  await Promise.all(Array.from({ length: Math.min(side.killsAtOnce, side.kills) }, work));
  return damages;
}

/** `phase`: part of the second that a task takes. */
function killQuick(bed: Bed, open: OpenSide, phase: number): Promise<Damage> {
  return atVendor(bed, TASK_MS, {}, async (vendor) => {
    const killed = await open.begin(vendor, SHOTS_OF_KILLED, true);
    return damageOf(killed, vendor, SHOTS_OF_KILLED, KILLED_AFTER_MS + phase * TASK_MS).finally(killed.end);
  });
}

/** Killed as soon as the first task of the second five is seen at the vendor, or the second, … */
function killSlow(bed: Bed, open: OpenSide, nth: number): Promise<Damage> {
  return atVendor(bed, TASK_MS, { acceptMs: SLOW_ACCEPT_MS, ignoresKeys: true }, async (vendor) => {
    const killed = await open.begin(vendor, SHOTS_OF_KILLED, false);
    return damageOf(killed, vendor, SHOTS_OF_KILLED, 0, CAP + 1 + nth).finally(killed.end);
  });
}

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
