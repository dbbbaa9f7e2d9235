import { stat } from 'node:fs/promises';
import { readProjectFile } from '../config/index.ts';
import { openStore, type ProjectStore } from '../store/index.ts';

/** A project's root and one of its realms. */
export type Where = { readonly root: string; readonly realm: string };
type Opened = { readonly store: ProjectStore; readonly inode: number };

/**
 * Opens each store once; anew where its folder is no longer the one that was opened (deleted and made again: another
 * store, with another id).
 */
export function makeStores(): (where: Where) => Promise<ProjectStore> {
  const opened = new Map<string, Promise<Opened>>();
  return async (where) => {
    const name = `${where.realm}\0${where.root}`;
    const known = await opened.get(name)?.catch(() => undefined);
    if (known !== undefined && (await inodeOf(known.store.folder)) === known.inode) return known.store;
    const opening = open(where);
    opened.set(name, opening);
    opening.catch(() => opened.delete(name));
    return (await opening).store;
  };
}

async function open({ root, realm }: Where): Promise<Opened> {
  const place = realm === 'simulator' ? {} : { storePath: readProjectFile(root).store.path };
  const store = await openStore({ root, realm, ...place });
  return { store, inode: await inodeOf(store.folder) };
}

async function inodeOf(folder: string): Promise<number> {
  return (await stat(folder).catch(() => undefined))?.ino ?? -1;
}
