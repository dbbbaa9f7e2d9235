import { constants } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Plan } from '../../plan/plan.ts';
import { hashOfFile } from '../../store/file-hash.ts';
import type { ProjectStore } from '../../store/index.ts';
import { Refusal } from './refusal.ts';

/**
 * Puts the local files of a plan into the store, so that the run works with the bytes that were planned, whatever
 * becomes of the files. Refuses (65) where one has changed since it was looked at.
 */
export async function keepFiles(store: ProjectStore, { files = {} }: Plan): Promise<void> {
  for (const [sha256, file] of Object.entries(files)) {
    if (await store.media.has(sha256)) continue;
    const part = await store.media.part(path.basename(file));
    try {
      await copyFile(path.join(store.root, file), part, constants.COPYFILE_FICLONE).catch((error) => {
        throw changed(file, error);
      });
      if ((await hashOfFile(part)) !== sha256) throw changed(file);
      await store.media.add(part, sha256);
    } finally {
      await rm(part, { force: true });
    }
  }
}

function changed(file: string, cause?: unknown): Refusal {
  const why = cause instanceof Error ? `cannot be read: ${cause.message}` : 'was changed while it was being planned';
  return new Refusal(65, `${file} ${why}; nothing was started`, 'run again');
}
