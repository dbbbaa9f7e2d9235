import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { StoreError, systemCode } from './store-error.ts';

/**
 * Where a symbolic link leads a path, if that is out of the folder: the absolute place. undefined: it stays inside.
 * What is not there yet counts by the nearest folder above it that is.
 */
export async function leadsOut(folder: string, file: string): Promise<string | undefined> {
  const [inside, found] = await Promise.all([nearest(folder), nearest(file)]);
  const way = path.relative(inside, found);
  return way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way) ? found : undefined;
}

/** Throws StoreError UNWRITABLE: nothing of a project is written through a link that leads out of it. */
export async function refuseLeadingOut(root: string, file: string): Promise<void> {
  const to = await leadsOut(root, file);
  if (to === undefined) return;
  throw new StoreError(
    'UNWRITABLE',
    file,
    `a symbolic link leads out of the project, to ${to}: nothing is written there`,
  );
}

/** The same for a folder and what lies in it that is a link; a folder that is not there yet holds none. */
export async function refuseLinksIn(root: string, folder: string): Promise<void> {
  await refuseLeadingOut(root, folder);
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return [];
    throw new StoreError('UNREADABLE', folder, `cannot be read (${systemCode(error)})`, error);
  });
  const links = entries.filter((entry) => entry.isSymbolicLink());
  for (const { name } of links) await refuseLeadingOut(root, path.join(folder, name));
}

async function nearest(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    // ENOTDIR: a file lies where a folder must be; whoever writes there says so.
    if (!['ENOENT', 'ENOTDIR'].includes(systemCode(error)) || path.dirname(file) === file) throw error;
    return nearest(path.dirname(file));
  }
}
