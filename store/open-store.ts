import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { createClaims } from './claims.ts';
import { createContent } from './content.ts';
import { makeFolder } from './durable-file.ts';
import { createFileLock } from './file-lock.ts';
import { createFileObjects } from './file-objects.ts';
import { getDocument, putDocumentIfAbsent } from './json-object.ts';
import { STORE_KEY } from './keys.ts';
import { layoutOf } from './layout.ts';
import { refuseLeadingOut, refuseLinksIn } from './leads-out.ts';
import { createLock } from './lock.ts';
import { createMedia } from './media.ts';
import { createNews } from './news.ts';
import { createPicks } from './picks.ts';
import { projectIdIn } from './project-id.ts';
import type { ProjectStore } from './project-store.ts';
import { createRecords } from './records.ts';
import { createRenders } from './renders.ts';
import { createRuns } from './runs.ts';
import { StoreError } from './store-error.ts';
import { sweepTemporaries } from './temporaries.ts';

/** Version 1, never released, had folders below each node: read as this one, its payments would seem never made. */
const version = z.literal(2, { error: 'a store of another version of Dailies, which this one cannot read' });
const storeDocument = z.object({ version, id: z.string().min(1), project: z.string().min(1) });

/** How long one process waits for another's writing of a lock or picks file. */
const FILE_LOCK_WAIT_MS = 10_000;

/**
 * Opens what is remembered of a project in one realm; the first time it is made, with a random id. `storePath`: the
 * real store's folder, absolute or relative to the root. Throws StoreError where it cannot be read or written.
 */
export async function openStore(options: {
  readonly root: string;
  readonly realm: string;
  readonly storePath?: string;
}): Promise<ProjectStore> {
  const { realm } = options;
  const root = path.resolve(options.root);
  const layout = layoutOf({ root, realm, storePath: options.storePath });
  const { folder } = layout;
  const temporaries = path.join(folder, 'temporary');
  const objects = createFileObjects({ folder: path.join(folder, 'objects'), temporaries });
  // A folder that dailies.yaml names may lie anywhere; a link in the project, which may come out of git, may not.
  const guarded = options.storePath === undefined ? [folder, path.join(folder, 'objects')] : [];
  for (const each of guarded) await refuseLinksIn(root, each);
  await refuseLeadingOut(root, path.join(root, layout.renders));
  await makeFolder(temporaries);
  await sweepTemporaries(temporaries, Date.now());

  const readOwn = async () => getDocument(objects, STORE_KEY, storeDocument);
  const own = (await readOwn()) ?? (await mint());
  async function mint() {
    const project = (await projectIdIn(root)) ?? randomBytes(8).toString('hex');
    const fresh = { version: 2 as const, id: randomBytes(8).toString('hex'), project };
    return (await putDocumentIfAbsent(objects, STORE_KEY, fresh, storeDocument)).stands;
  }

  async function sameStore(): Promise<void> {
    if ((await readOwn())?.id === own.id) return;
    throw new StoreError('UNREADABLE', folder, `is not the store ${own.id} any more; it was removed or replaced`);
  }

  const fileLock = createFileLock({ folder: path.join(folder, 'locks'), temporaries, waitMs: FILE_LOCK_WAIT_MS });
  const media = createMedia({ folder, temporaries });
  const records = createRecords({ objects, realm, changed: ({ pipeline, node }) => lock.changed(pipeline, node) });
  const claims = createClaims({
    ...{ objects, realm, sameStore },
    changed: ({ pipeline, node }) => lock.changed(pipeline, node),
  });
  const lock = createLock({
    ...{ own: { store: own.id, realm }, project: own.project, temporaries, fileLock, fileOf: layout.lockFile },
    news: createNews({ store: own.id, realm, records, claims }),
  });
  return {
    ...{ id: own.id, projectId: own.project, root, realm, folder, objects, ...createContent(objects) },
    ...{ claims, records, media, lock, runs: createRuns({ objects }) },
    picks: createPicks({ temporaries, fileLock, fileOf: layout.picksFile, committed: layout.committedPicks }),
    renders: createRenders({ root, folder: layout.renders, temporaries, media }),
  };
}
