import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { STORE_KEY } from './keys.ts';
import { diskPath } from './names-on-disk.ts';
import { systemCode } from './store-error.ts';
import { readWhole } from './whole-file.ts';

const HEAD_BYTES = 1024;

/**
 * The id that this project has already: of its other store, or out of the header of a lock file, so that a clone keeps
 * it. undefined: a new project. Of several ids (a copied pipeline) the smallest counts.
 */
export async function projectIdIn(root: string): Promise<string | undefined> {
  for (const store of ['store', 'simulated/store']) {
    const text = await readWhole(path.join(root, '.dailies', store, 'objects', diskPath(STORE_KEY)));
    const id = /"project":"([A-Za-z0-9-]+)"/.exec(text ?? '')?.[1];
    if (id !== undefined) return id;
  }
  const heads = await Promise.all((await lockFiles(root)).map(head));
  const ids = heads.flatMap((text) => /^project: "?([A-Za-z0-9-]+)"?\r?$/m.exec(text)?.[1] ?? []);
  return ids.sort()[0];
}

/** Lock files in the root and in the folders directly below it, where pipelines lie. */
async function lockFiles(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(absent);
  const folders = entries.filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
  );
  const below = await Promise.all(
    folders.map(async ({ name }) =>
      (await readdir(path.join(root, name)).catch(absent)).map((file) => path.join(name, file)),
    ),
  );
  return [...entries.map(({ name }) => name), ...below.flat()]
    .filter((file) => file.endsWith('.lock.yaml'))
    .map((file) => path.join(root, file));
}

function absent(error: unknown): never[] {
  if (['ENOENT', 'EACCES', 'EPERM'].includes(systemCode(error))) return [];
  throw error;
}

async function head(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
