import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder, replaceBy, writeDurably } from './durable-file.ts';
import { StoreError, systemCode } from './store-error.ts';
import { temporaryPath } from './temporaries.ts';

/** The text of a file that people keep in git; undefined: absent. Throws StoreError UNREADABLE. */
export async function readWhole(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw new StoreError('UNREADABLE', file, `cannot be read (${systemCode(error)})`, error);
  }
}

/** Replaces a file that people keep in git, atomically; what is half written lies in the store, not beside it. */
export async function writeWhole(file: string, text: string, temporaries: string): Promise<void> {
  const part = temporaryPath(temporaries, path.basename(file));
  const bytes = new TextEncoder().encode(text);
  await makeFolder(temporaries);
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeDurably(part, bytes, 0o666 & ~process.umask());
    await replaceBy(part, file);
  } catch (error) {
    if (!(error instanceof StoreError) || systemCode(error.cause) !== 'EXDEV') throw error;
    // The store lies on another disk.
    const near = `${file}.${randomBytes(4).toString('hex')}.part`;
    await writeDurably(near, bytes, 0o666 & ~process.umask());
    await rename(near, file);
  } finally {
    await rm(part, { force: true });
  }
}
