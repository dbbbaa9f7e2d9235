import { open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { linkIfAbsent, makeFolder, writing } from './durable-file.ts';
import { hashOfFile } from './file-hash.ts';
import type { Media } from './project-store.ts';
import { StoreError, systemCode } from './store-error.ts';
import { temporaryPath } from './temporaries.ts';

/** Every file that was made, by its sha256 at `media/<aa>/<sha256>`: never changed, never removed. */
export function createMedia(options: { readonly folder: string; readonly temporaries: string }): Media {
  const { folder, temporaries } = options;
  const verified = new Set<string>();

  function fileOf(sha256: string): string {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new StoreError('BAD_NAME', sha256, 'is no sha256');
    return path.join(folder, 'media', sha256.slice(0, 2), sha256);
  }

  async function has(sha256: string): Promise<boolean> {
    const file = fileOf(sha256);
    try {
      return (await stat(file)).isFile();
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return false;
      throw new StoreError('UNREADABLE', file, `cannot be read (${systemCode(error)})`, error);
    }
  }

  return {
    has,
    part: async (name) => {
      await makeFolder(temporaries);
      return temporaryPath(temporaries, name.replaceAll(/[^A-Za-z0-9._@-]/g, '_'));
    },
    add: async (partPath, sha256) => {
      const file = fileOf(sha256);
      await makeFolder(path.dirname(file));
      await syncFile(partPath);
      if (await linkIfAbsent(partPath, file)) return;
      if ((await hashOfFile(file)) !== sha256) {
        // What lies there is of no use to anyone; it is put aside, not destroyed.
        await writing(file, () => rename(file, temporaryPath(temporaries, `corrupt-${sha256}`)));
        await linkIfAbsent(partPath, file);
      }
      await rm(partPath, { force: true });
    },
    path: async (sha256) => {
      const file = fileOf(sha256);
      if (!(await has(sha256))) return undefined;
      if (verified.has(sha256)) return file;
      const found = await hashOfFile(file);
      if (found === undefined) return undefined;
      if (found !== sha256) throw new StoreError('MEDIA_CORRUPT', file, `its bytes have the sha256 ${found}`);
      verified.add(sha256);
      return file;
    },
  };
}

async function syncFile(file: string): Promise<void> {
  await writing(file, async () => {
    const handle = await open(file, 'r+');
    try {
      await handle.chmod(0o600);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}
