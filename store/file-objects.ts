import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { linkIfAbsent, makeFolder, replaceBy, writeDurably } from './durable-file.ts';
import { diskPath, keyOfPath } from './names-on-disk.ts';
import type { ObjectStore } from './object-store.ts';
import { StoreError, systemCode } from './store-error.ts';
import { temporaryPath } from './temporaries.ts';

/**
 * An ObjectStore of files below `folder` (0700, files 0600). Everything is written beside, made durable, then given
 * its name, so that a name never stands for half a value.
 */
export function createFileObjects(options: { readonly folder: string; readonly temporaries: string }): ObjectStore {
  const { folder, temporaries } = options;
  const made = new Set<string>();
  const fileOf = (key: string) => path.join(folder, diskPath(key));

  async function beside<T>(key: string, value: Uint8Array, name: (part: string, file: string) => Promise<T>) {
    const file = fileOf(key);
    const part = temporaryPath(temporaries, 'object');
    await folderAt(temporaries);
    let isNamed = false;
    try {
      // Side by side: each waits for the disk.
      const written = await Promise.allSettled([folderAt(path.dirname(file)), writeDurably(part, value)]);
      for (const one of written) if (one.status === 'rejected') throw one.reason;
      const named = await name(part, file);
      isNamed = named !== false;
      return named;
    } catch (error) {
      // Someone removed the folder in mid-run: the next put makes it again instead of failing for ever.
      made.clear();
      throw error;
    } finally {
      if (!isNamed) await rm(part, { force: true });
    }
  }

  async function folderAt(needed: string): Promise<void> {
    if (made.has(needed)) return;
    await makeFolder(needed);
    made.add(needed);
  }

  return {
    get: async (key) => read(fileOf(key), key),
    put: async (key, value) => beside(key, value, replaceBy),
    putIfAbsent: async (key, value) => beside(key, value, linkIfAbsent),
    list: async (prefix) => {
      const files = await below(path.join(folder, diskPath(prefix)), prefix);
      return files.map((file) => keyOfPath(file.slice(folder.length + 1).replaceAll(path.sep, '/'))).sort();
    },
  };
}

async function read(file: string, key: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isAbsence(error, file)) return undefined;
    throw new StoreError('UNREADABLE', key, `cannot be read (${systemCode(error)})`, error);
  }
}

async function below(folder: string, key: string): Promise<readonly string[]> {
  try {
    const found = await readdir(folder, { withFileTypes: true, recursive: true });
    return found.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  } catch (error) {
    if (isAbsence(error, folder)) return [];
    throw new StoreError('UNREADABLE', key, `cannot be listed (${systemCode(error)})`, error);
  }
}

/** Only this proves that nothing is there: no permission, a broken disk, a file in a folder's place prove nothing. */
function isAbsence(error: unknown, place: string): boolean {
  return systemCode(error) === 'ENOENT' && error instanceof Error && 'path' in error && error.path === place;
}
