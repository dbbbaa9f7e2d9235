import type { Bed } from './bench.ts';
import { type Damage, damageOf } from './compare-trial.ts';
import type { OpenSide, PeerSide } from './peers-sides.ts';
import { reapedProcessorTimeMs } from './processor-time.ts';
import { type Seen, seenAt } from './seen.ts';
import { shotsFrom } from './shots.ts';
import type { Vendor, VendorManners } from './vendor.ts';

const TASK_MS = 1_000;
const POLL_MS = 25;
const SHOTS = shotsFrom(1, 60);
const WARM = { taskMs: 200, shots: shotsFrom(1, 10) } as const;
/** Made in 4 s; killed in the second of them there is work under way, and as much again has not begun. */
const SHOTS_OF_KILLED = shotsFrom(1, 20);
const KILLED_AFTER_MS = 1_000;
/** How long a vendor takes to say that it has accepted a task; its page names up to 30 s. */
const SLOW_ACCEPT_MS = 300;

/** One batch: slots, processor time a job of every process of the side, from typing to the first POST. */
export type Made = Seen & { readonly cpuMs: number | undefined; readonly startS: number };

export type Measured = {
  readonly title: string;
  readonly made: readonly Made[];
  /** Kills at a vendor that answers a POST at once and knows a payment again by its key. */
  readonly quick: readonly Damage[];
  /** Kills at a vendor that answers late and knows no keys. */
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
  const atMs = Array.from({ length: side.kills }, (_, n) => KILLED_AFTER_MS + (TASK_MS * (n + 0.5)) / side.kills);
  const work = async () => {
    const open = await side.open(bed, POLL_MS);
    for (let killMs = atMs.shift(); killMs !== undefined; killMs = atMs.shift()) {
      try {
        damages.push(await killOne(bed, open, knowsKeys, killMs));
        said(`killed at ${killMs} ms${knowsKeys ? '' : ', slow vendor'}: ${JSON.stringify(damages.at(-1))}`);
      } catch (error) {
        said(`a kill could not be judged: ${error instanceof Error ? error.message : error}`);
      }
    }
    await open.close();
  };
  await Promise.all(Array.from({ length: Math.min(side.killsAtOnce, side.kills) }, work));
  return damages;
}

function killOne(bed: Bed, open: OpenSide, knowsKeys: boolean, killMs: number): Promise<Damage> {
  const manners = knowsKeys ? {} : ({ acceptMs: SLOW_ACCEPT_MS, ignoresKeys: true } as const);
  return atVendor(bed, TASK_MS, manners, async (vendor) => {
    const killed = await open.begin(vendor, SHOTS_OF_KILLED, knowsKeys);
    return damageOf(killed, vendor, SHOTS_OF_KILLED, killMs).finally(killed.end);
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
