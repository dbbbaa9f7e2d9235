import { setTimeout as pause } from 'node:timers/promises';
import { measure } from '../media/index.ts';
import type { Shot } from './shots.ts';
import { until } from './until.ts';
import type { Vendor } from './vendor.ts';

/** What one kill cost. Counts are shots or tasks. */
export type Damage = {
  /** Accepted tasks above one for each shot. */
  readonly twice: number;
  /** Shots without a whole file in the end that nobody was asked about. */
  readonly lost: number;
  /** Shots of which nobody knows whether they were accepted: a person is asked, nothing is paid meanwhile. */
  readonly unsure: number;
  /** Shots that wait because unsure ones keep every slot. */
  readonly waiting: number;
  /** From the kill to the next task that the vendor accepted; absent: all had been. */
  readonly postS?: number;
  /** From the kill to the next finished file; absent: all were there. */
  readonly fileS?: number;
  /** From the kill to the last finished file; absent: all were there. */
  readonly lastS?: number;
};

/** One of the two that are compared, while it makes its shots. */
export type Side = {
  /** `kill -9` of every process of it, and then it is started again at once. */
  readonly killAndRestart: () => void | Promise<void>;
  /** When the whole files of shots were there, ms since the epoch, by the shot's id. */
  readonly files: () => Promise<ReadonlyMap<string, { readonly path: string; readonly atMs: number }>>;
  /** What waits for a person; undefined while it works. */
  readonly ended: () => Promise<Pick<Damage, 'unsure' | 'waiting'> | undefined>;
  /** Ends what still runs of it. */
  readonly end: () => void;
};

/** A queue that notices by timers of half a minute who died has needed 62 to 75 s. */
const TIMEOUT_MS = 150_000;
/** What a killed process had sent still arrives. */
const LAST_WORDS_MS = 100;

/** Kills a side so long after its first task was accepted, or its `nth`, lets it come to its end, and counts. */
export async function damageOf(
  side: Side,
  vendor: Pick<Vendor, 'tasks'>,
  shots: readonly Shot[],
  killMs: number,
  nth = 1,
): Promise<Damage> {
  await until('the first tasks', TIMEOUT_MS, async () => (await vendor.tasks()).length >= nth || undefined);
  await pause(killMs);
  const killedMs = Date.now();
  await side.killAndRestart();
  const { unsure, waiting } = await until('the end', TIMEOUT_MS, side.ended);
  const tasks = await vendor.tasks();
  const files = await side.files();
  const whole = await Promise.all([...files.values()].map(async (file) => ((await measure(file.path)).ok ? file : [])));
  const secondsAfter = (timesMs: readonly number[], quietMs: number) =>
    timesMs.filter((atMs) => atMs > killedMs + quietMs).map((atMs) => (atMs - killedMs) / 1_000);
  const posts = secondsAfter(
    tasks.map(({ arrivedAt }) => arrivedAt),
    LAST_WORDS_MS,
  );
  const filed = secondsAfter(
    whole.flat().map(({ atMs }) => atMs),
    0,
  );
  const twice = tasks.length - new Set(tasks.map(({ prompt }) => prompt)).size;
  return {
    twice,
    lost: shots.length - unsure - waiting - whole.flat().length,
    unsure,
    waiting,
    ...(posts.length === 0 ? {} : { postS: Math.min(...posts) }),
    ...(filed.length === 0 ? {} : { fileS: Math.min(...filed), lastS: Math.max(...filed) }),
  };
}
