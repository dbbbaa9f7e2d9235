import { linkSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { systemCode } from './engine-error.ts';
import { isRecord, readJsonFile, writeFileWhole, writePart } from './json-file.ts';
import { identify, liveness, type ProcessIdentity, readIdentity } from './process-identity.ts';
import { timings } from './timings.ts';

// Node has no flock, and a single lock file cannot be taken over from a dead holder without a race:
// between reading and deleting it, it may have become another's. So each holder makes a file of the
// next number, the highest number holds, and the last file is never deleted, only marked as released.

/** Who holds a lock. */
export interface LockHolder {
  readonly process: ProcessIdentity;
  readonly note: string;
  readonly file: string;
  /** False where the holder is of another machine and its lock is fresh. */
  readonly here: boolean;
}

/** A lock in our hand. */
export interface Lock {
  /** Shows other machines that the holder lives. */
  refresh(): void;
  /** False once somebody deleted the file or took it over. */
  isOurs(): boolean;
  release(): void;
}

/** Either the lock, or who holds it. `note` is kept beside the holder's identity. */
export type LockAttempt = { readonly lock: Lock } | { readonly holder: LockHolder };

/** Takes the lock of that base path for this process unless a living one holds it. The folder must exist. */
export function takeLock(base: string, note: string): LockAttempt {
  const me = identify(process.pid);
  if (me === undefined) throw new Error('this process cannot name itself');
  for (;;) {
    const top = highest(base);
    const holder = top === undefined ? undefined : holderOf(base, top);
    if (holder !== undefined) return { holder };
    const mine = (top ?? 0) + 1;
    if (!makeNumber(base, mine, me, note)) continue;
    // Somebody slower than a whole take and release of two others may have made a number below the top.
    if (highest(base) !== mine) {
      rmSync(numbered(base, mine), { force: true });
      continue;
    }
    for (const number of numbers(base)) if (number < mine) rmSync(numbered(base, number), { force: true });
    return { lock: heldLock(base, mine, me, note) };
  }
}

/** Who holds the lock now, if anybody. */
export function lockHolder(base: string): LockHolder | undefined {
  const top = highest(base);
  return top === undefined ? undefined : holderOf(base, top);
}

function heldLock(base: string, number: number, me: ProcessIdentity, note: string): Lock {
  const file = numbered(base, number);
  // By content as well: in a folder that was deleted and made again the numbers start anew.
  const isOurs = () => {
    const holder = highest(base) === number ? holderOf(base, number) : undefined;
    return holder?.process.pid === me.pid && holder.process.start === me.start;
  };
  return {
    isOurs,
    refresh() {
      const now = new Date();
      if (isOurs()) utimesSync(file, now, now);
    },
    release() {
      if (isOurs()) writeFileWhole(file, content(me, note, true));
    },
  };
}

function makeNumber(base: string, number: number, me: ProcessIdentity, note: string): boolean {
  const part = writePart(numbered(base, number), content(me, note, false));
  try {
    // A link appears with its whole content or not at all.
    linkSync(part, numbered(base, number));
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(part, { force: true });
  }
}

function holderOf(base: string, number: number): LockHolder | undefined {
  const file = numbered(base, number);
  const value = readJsonFile(file);
  // Files appear whole, so an unreadable one was torn by a crash of the machine: nobody lives.
  if (!isRecord(value) || value.released === true) return undefined;
  const owner = readIdentity(value.process);
  if (owner === undefined) return undefined;
  const life = liveness(owner);
  if (life === 'dead' || (life === 'elsewhere' && ageMs(file) > timings.lockElsewhereMs)) return undefined;
  return { process: owner, note: typeof value.note === 'string' ? value.note : '', file, here: life === 'alive' };
}

function ageMs(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function content(owner: ProcessIdentity, note: string, released: boolean): string {
  return `${JSON.stringify({ process: owner, note, released })}\n`;
}

function numbered(base: string, number: number): string {
  return `${base}.${number}`;
}

function highest(base: string): number | undefined {
  const all = numbers(base);
  return all.length === 0 ? undefined : Math.max(...all);
}

function numbers(base: string): readonly number[] {
  const prefix = `${basename(base)}.`;
  try {
    return readdirSync(dirname(base))
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length))
      .filter((rest) => /^[1-9][0-9]{0,14}$/.test(rest))
      .map(Number);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
