import { constants } from 'node:fs';
import { access, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ProjectStore } from '../store/index.ts';
import { systemCode } from '../store/store-error.ts';

/** Room for the files of some tasks, each once in the store and once for people; a 15 s video is 20 to 40 MB. */
const LEAST_ROOM_BYTES = 128_000_000;
/** What a quota would refuse although the disk has room. */
const TRIAL_BYTES = 65_536;

/** True if what would be paid for now could be kept and shown. Where nobody can say, the first write tells. */
export async function hasRoom(store: ProjectStore, pipeline: string): Promise<boolean> {
  const shown = await nearestFolder(path.join(store.root, path.dirname(store.renders.fileOf(pipeline, 'any'))));
  return shown !== undefined && (await isRoomy(store.folder)) && (await isRoomy(shown));
}

/** As hasRoom, for all pipelines of a project, and tried by writing: how a full disk is known to be mended. */
export async function canKeepFiles(store: ProjectStore): Promise<boolean> {
  const trial = await store.media.part('trial').catch(() => undefined);
  if (trial === undefined || !(await hasRoom(store, 'any'))) return false;
  try {
    await writeFile(trial, Buffer.alloc(TRIAL_BYTES), { flag: 'wx', mode: 0o600 });
    return true;
  } catch {
    return false;
  } finally {
    await rm(trial, { force: true });
  }
}

/** The folder itself, or the one above in which it would be made; undefined: it cannot be written or made. */
async function nearestFolder(folder: string): Promise<string | undefined> {
  try {
    if (!(await stat(folder)).isDirectory()) return undefined;
    await access(folder, constants.W_OK);
    return folder;
  } catch (error) {
    const above = path.dirname(folder);
    return systemCode(error) === 'ENOENT' && above !== folder ? nearestFolder(above) : undefined;
  }
}

async function isRoomy(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize >= LEAST_ROOM_BYTES;
  } catch {
    return true;
  }
}
