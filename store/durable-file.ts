import { type FileHandle, link, mkdir, open, rename, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { StoreError, systemCode } from './store-error.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** Makes a folder and what is missing above it (0700), each one's entry durable. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await writing(folder, () => mkdir(folder, { recursive: true, mode: FOLDER_MODE }));
  if (first === undefined) return;
  const above: string[] = [];
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) above.push(path.dirname(made));
  await Promise.all(above.map(syncFolder));
}

/** Writes a new file (0600) and waits until its bytes are on the disk. */
export async function writeDurably(file: string, bytes: Uint8Array, mode = FILE_MODE): Promise<void> {
  await writing(file, async () => {
    const handle = await open(file, 'wx', mode);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
  });
}

/**
 * Gives a durable file its final name unless that is taken, then removes the old one; false: taken, the old one stays.
 * link(2) is what makes it atomic: exactly one of any number of racers succeeds.
 */
export async function linkIfAbsent(from: string, to: string): Promise<boolean> {
  return writing(to, async () => {
    try {
      await link(from, to);
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return false;
      throw error;
    }
    // unlink, since rm would look at the file first; a part that stays goes when the store is opened.
    await Promise.all([unlink(from).catch(() => undefined), syncFolder(path.dirname(to))]);
    return true;
  });
}

/** Gives a durable file its final name in place of what is there. */
export async function replaceBy(from: string, to: string): Promise<void> {
  await writing(to, async () => {
    await rename(from, to);
    await syncFolder(path.dirname(to));
  });
}

/** Waits until the entries of a folder are on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(folder, 'r');
  } catch (error) {
    // Windows opens no folders; its file system journals their entries.
    if (process.platform === 'win32') return;
    throw error;
  }
  try {
    await handle.sync();
  } catch (error) {
    if (!['EINVAL', 'EPERM', 'EISDIR'].includes(systemCode(error))) throw error;
  } finally {
    await handle.close();
  }
}

/** What the system says of a failed write, as a StoreError with its place. */
export async function writing<T>(place: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      'UNWRITABLE',
      place,
      `cannot be written (${SENTENCES[systemCode(error)] ?? wordsOf(error)})`,
      error,
    );
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const SENTENCES: { readonly [code: string]: string } = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'no permission',
  EPERM: 'not permitted; the store needs a file system with hard links',
  ENOTSUP: 'the store needs a file system with hard links',
  ENOTDIR: 'a file lies where a folder must be',
  EEXIST: 'a file lies where a folder must be',
  EISDIR: 'a folder lies where a file must be',
  EXDEV: 'the store must lie on one file system',
};
