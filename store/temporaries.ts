import { createHash, randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { writing } from './durable-file.ts';
import { isGone, ownOwner } from './owner.ts';

/** What was put aside and not destroyed: it stays its day. */
const KEPT = 'corrupt-';
const LIFE_MS = 86_400_000;
/** `<name>.<pid>.<machine><start>.<random>`: who made it, so that another process can tell that nobody needs it. */
const NAME = /\.(\d+)\.([0-9a-f]{8})([0-9a-f]{8})\.[0-9a-f]{12}$/;

/** A new name in the store's folder for temporary files, on the same disk as everything else. */
export function temporaryPath(temporaries: string, name: string): string {
  const { pid, start } = ownOwner();
  const mark = `${machine()}${brief(start)}`;
  return path.join(temporaries, `${name.slice(0, 80)}.${pid}.${mark}.${randomBytes(6).toString('hex')}`);
}

/**
 * Removes what processes left among the temporaries: at once where its owner is provably dead (same host and boot, no
 * such pid and start), else a day after it was last written.
 */
export async function sweepTemporaries(temporaries: string, nowMs: number): Promise<void> {
  await writing(temporaries, async () => {
    for (const name of await readdir(temporaries)) {
      const file = path.join(temporaries, name);
      if (isOrphan(name)) await rm(file, { force: true, recursive: true });
      const found = await stat(file).catch(() => undefined);
      if (found && nowMs - found.mtimeMs > LIFE_MS) await rm(file, { force: true, recursive: true });
    }
  });
}

function isOrphan(name: string): boolean {
  const [, pid, where, start] = NAME.exec(name) ?? [];
  if (pid === undefined || name.startsWith(KEPT) || ownOwner().boot === '' || where !== machine()) return false;
  return isGone(Number(pid), (now) => brief(now) !== start);
}

/** This host and boot, briefly. */
function machine(): string {
  const { host, boot } = ownOwner();
  return brief(`${host}\0${boot}`);
}

function brief(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
