import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { lookAt } from '../media/index.ts';
import type { FailureCode } from '../plan/failures.ts';
import type { ProjectStore } from '../store/index.ts';
import { bytesOf, getDocument } from '../store/json-object.ts';
import { segment } from '../store/object-store.ts';
import { type HostedFile, type HostedLink, HostTrouble, type MediaHost } from './hosting/index.ts';
import type { World } from './world.ts';

/** A link to a file of the store, or why there is none. */
export type Published =
  | ({ readonly ok: true } & HostedLink)
  | {
      readonly ok: false;
      readonly kind: 'blocked' | 'not-sent';
      readonly code: FailureCode;
      /** What the host said, for people; absent: the code says all. */
      readonly why?: string;
    };

/** A submit holds a slot and has an end: on a slow line the upload goes on without it, and the next attempt finds it done. */
const PATIENCE_MS = 30_000;

/** What was put there is believed to be there for so long; after that the host is asked. */
const BELIEVED_MS = 3_600_000;

/**
 * Gives a file of the store a link that the vendor can fetch. The bytes are put there once per sha256, which an index in
 * the store remembers; the link is made anew each time, so it lives long enough for the shot that is sent with it, and
 * it is remembered nowhere.
 */
export async function publish(world: World, store: ProjectStore, host: MediaHost, sha256: string): Promise<Published> {
  const path = await store.media.path(sha256);
  if (path === undefined) return { ok: false, kind: 'blocked', code: 'SOURCE_UNREACHABLE' };
  const looked = await lookAt(path);
  if (!looked.ok) return { ok: false, kind: 'blocked', code: 'FILE_UNUSABLE' };
  const file: HostedFile = { sha256, path, bytes: looked.bytes, kind: looked.kind };
  try {
    if (!(await isThere(world, store, host, file))) return { ok: false, kind: 'not-sent', code: 'MEDIA_UPLOADING' };
    return { ok: true, ...(await host.link(file)) };
  } catch (error) {
    if (!(error instanceof HostTrouble)) throw error;
    world.log('warn', 'the media host did not take a file', { host: host.id, sha256, why: error.message });
    return error.kind === 'refused'
      ? { ok: false, kind: 'blocked', code: 'MEDIA_HOST_REFUSED', why: `${host.id} refuses: ${error.message}` }
      : { ok: false, kind: 'not-sent', code: 'MEDIA_HOST_UNREACHABLE', why: `${host.id} is away: ${error.message}` };
  }
}

/** False: the upload takes longer than a submit may wait. Rejects as the upload does. */
async function isThere(world: World, store: ProjectStore, host: MediaHost, file: HostedFile): Promise<boolean> {
  const name = `${host.id} ${file.sha256}`;
  const upload = world.uploading.get(name) ?? putOnce(world, store, host, file);
  world.uploading.set(name, upload);
  const over = () => world.uploading.delete(name);
  upload.then(over, over);
  const patience = new AbortController();
  const slow = setTimeout(PATIENCE_MS, false, { signal: patience.signal, ref: false }).catch(() => false);
  return Promise.race([upload.then(() => true), slow]).finally(() => patience.abort());
}

async function putOnce(world: World, store: ProjectStore, host: MediaHost, file: HostedFile): Promise<void> {
  const key = `published/${segment(host.id)}/${file.sha256}`;
  const known = await getDocument(store.objects, key, published);
  const nowMs = world.clock.wallMs();
  if (known !== undefined && Math.abs(nowMs - known.atMs) < BELIEVED_MS) return;
  // A bucket may have been emptied: what has gone from it is put there again.
  if (!(await host.has(file))) await host.put(file);
  await store.objects.put(key, bytesOf({ version: 1, atMs: nowMs }));
}

const published = z.object({ version: z.literal(1), atMs: z.number() });
