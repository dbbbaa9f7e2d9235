import { z } from 'zod';
import type { RenderTimes } from '../plan/render-times.ts';
import { bytesOf, getDocument } from './json-object.ts';
import { segment, textOf } from './object-store.ts';
import type { ProjectStore } from './project-store.ts';

/** What renders of one kind (`model,resolution,seconds`) took at an account, oldest first; [] where nothing is known. */
export async function readTimes(store: ProjectStore, account: string, kind: string): Promise<RenderTimes> {
  return (await getDocument(store.objects, keyOf(account, kind), document))?.ms ?? [];
}

export async function putTimes(store: ProjectStore, account: string, kind: string, ms: RenderTimes): Promise<void> {
  await store.objects.put(keyOf(account, kind), bytesOf({ version: 1, ms }));
}

/**
 * All that is known of an account, by kind; without one, of every account of this store: it is one vendor. Only a
 * hint: what cannot be read is as if it were not known.
 */
export async function allTimes(
  { objects }: ProjectStore,
  account: string | undefined,
): Promise<ReadonlyMap<string, RenderTimes>> {
  const found = new Map<string, RenderTimes>();
  const folder = account === undefined ? FOLDER : `${FOLDER}/${segment(account)}`;
  for (const key of await objects.list(folder).catch(() => [])) {
    const kind = textOf(key.slice(key.lastIndexOf('/') + 1));
    const { ms } = (await getDocument(objects, key, document).catch(() => undefined)) ?? { ms: [] };
    if (ms.length > 0) found.set(kind, [...(found.get(kind) ?? []), ...ms]);
  }
  return found;
}

const FOLDER = 'times';

function keyOf(account: string, kind: string): string {
  return `${FOLDER}/${segment(account)}/${segment(kind)}`;
}

const document = z.object({ version: z.literal(1), ms: z.array(z.number().int().positive()) });
