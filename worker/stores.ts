import { readProjectFile } from '../config/index.ts';
import { openStore, type ProjectStore } from '../store/index.ts';

type Where = { readonly root: string; readonly realm: string };

/** Opens each store once a process; one that could not be opened is tried again the next time. */
export function makeStores(): (where: Where) => Promise<ProjectStore> {
  const opened = new Map<string, Promise<ProjectStore>>();
  return ({ root, realm }) => {
    const name = `${realm}\0${root}`;
    const known = opened.get(name);
    if (known) return known;
    const opening = open({ root, realm });
    opened.set(name, opening);
    opening.catch(() => opened.delete(name));
    return opening;
  };
}

async function open({ root, realm }: Where): Promise<ProjectStore> {
  return realm === 'simulator'
    ? openStore({ root, realm })
    : openStore({ root, realm, storePath: readProjectFile(root).store.path });
}
