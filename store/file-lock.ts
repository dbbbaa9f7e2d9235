import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { linkIfAbsent, makeFolder, writeDurably, writing } from './durable-file.ts';
import { bytesOf } from './json-object.ts';
import { createMutex } from './mutex.ts';
import { provablyDead, thisProcess } from './owner.ts';
import { StoreError } from './store-error.ts';
import { temporaryPath } from './temporaries.ts';

const ownerDocument = z.object({ host: z.string(), boot: z.string(), pid: z.int(), start: z.string() });
/** How often a waiting process looks again. */
const LOOK_MS = 25;
/** Longer than any holder works; a holder that cannot be asked (another host or boot) is given up after it. */
const ABANDONED_MS = 30_000;

export type FileLock = <T>(name: string, act: () => Promise<T>) => Promise<T>;

/**
 * Lets one process at a time do something, over crashes. Tickets `<name>.<n>` only rise and the highest is never
 * removed, so a process that acts on an old view finds a higher one and stands back; a dead holder's ticket counts
 * as free. Throws StoreError BUSY after `waitMs`.
 */
export function createFileLock(options: {
  readonly folder: string;
  readonly temporaries: string;
  readonly waitMs: number;
}): FileLock {
  const { folder, temporaries, waitMs } = options;
  const within = createMutex();

  async function take(name: string): Promise<number> {
    await makeFolder(folder);
    await makeFolder(temporaries);
    const until = performance.now() + waitMs;
    for (;;) {
      const n = await next(folder, name);
      if (n !== undefined && (await ticket(name, n))) return n;
      if (performance.now() > until) throw new StoreError('BUSY', name, 'another process is writing it');
      await pause(LOOK_MS);
    }
  }

  async function ticket(name: string, n: number): Promise<boolean> {
    const part = temporaryPath(temporaries, 'ticket');
    try {
      await writeDurably(part, bytesOf(await thisProcess()));
      if (!(await linkIfAbsent(part, path.join(folder, `${name}.${n}`)))) return false;
    } finally {
      await rm(part, { force: true });
    }
    const tickets = await ticketsOf(folder, name);
    if (tickets.some((other) => other.n > n)) {
      await rm(path.join(folder, `${name}.${n}`), { force: true });
      return false;
    }
    await Promise.all(
      tickets.filter((old) => old.n < n).map((old) => rm(path.join(folder, old.file), { force: true })),
    );
    return true;
  }

  return async (name, act) =>
    within(name, async () => {
      const n = await take(name);
      try {
        return await act();
      } finally {
        const free = path.join(folder, `${name}.${n}.free`);
        await writing(free, () => writeDurably(free, new Uint8Array()));
      }
    });
}

type Ticket = { readonly n: number; readonly free: boolean; readonly file: string };

/** The number of the next ticket, or undefined while the highest is held. */
async function next(folder: string, name: string): Promise<number | undefined> {
  const tickets = await ticketsOf(folder, name);
  const highest = Math.max(0, ...tickets.map((found) => found.n));
  const held = tickets.filter((found) => found.n === highest);
  if (held.some((found) => found.free)) return highest + 1;
  const [holder] = held;
  return holder === undefined || (await abandoned(path.join(folder, holder.file))) ? highest + 1 : undefined;
}

async function ticketsOf(folder: string, name: string): Promise<readonly Ticket[]> {
  return (await readdir(folder)).flatMap((file) => {
    if (!file.startsWith(`${name}.`)) return [];
    const match = /^(\d+)(\.free)?$/.exec(file.slice(name.length + 1));
    return match === null ? [] : [{ n: Number(match[1]), free: match[2] !== undefined, file }];
  });
}

async function abandoned(file: string): Promise<boolean> {
  try {
    const owner = ownerDocument.parse(JSON.parse(await readFile(file, 'utf8')));
    if (await provablyDead(owner)) return true;
    const { host, boot } = await thisProcess();
    if (owner.host === host && owner.boot === boot) return false;
  } catch {
    // Gone in the meantime, or unreadable: its age decides.
  }
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > ABANDONED_MS;
}
