import { rm } from 'node:fs/promises';
import type { FailureCode } from '../plan/failures.ts';
import type { MakeRecord } from '../plan/record.ts';
import type { ProjectStore } from '../store/index.ts';
import { StoreError } from '../store/index.ts';
import { fetchVideo } from './fetch-video.ts';
import { keepVideo } from './keep-video.ts';
import type { Account, World } from './world.ts';

export type RestoredMake =
  | { readonly kind: 'here' }
  | { readonly kind: 'blocked' | 'paused'; readonly code: FailureCode };

/**
 * Brings a make's file back into the store, $0, where it is not there: from its task's living link. Other bytes than
 * those that were recorded are never taken for it.
 */
export async function restoreMake(
  world: World,
  store: ProjectStore,
  account: Account,
  make: Pick<MakeRecord, 'sha256' | 'task' | 'account' | 'madeAt'>,
): Promise<RestoredMake> {
  if (await isHere(store, make.sha256)) return { kind: 'here' };
  if (make.task === '' || make.account !== account.id) return { kind: 'blocked', code: 'LINK_DEAD' };
  const madeAtMs = Date.parse(make.madeAt) || 0;
  const lastMs = madeAtMs + account.api.linkLifeMs;
  const fetched = await fetchVideo({ world, store, account, task: make.task, lastMs });
  if (fetched.kind === 'failed') return { kind: 'blocked', code: 'LINK_DEAD' };
  if (fetched.kind !== 'fetched') return fetched;
  if (fetched.sha256 !== make.sha256) {
    await rm(fetched.part, { force: true });
    world.log('warn', 'the vendor serves other bytes than it did before', { task: make.task });
    return { kind: 'blocked', code: 'LINK_DEAD' };
  }
  await keepVideo(store, fetched);
  return { kind: 'here' };
}

/** A corrupt file is as good as none: the vendor's copy replaces it. */
async function isHere(store: ProjectStore, sha256: string): Promise<boolean> {
  try {
    return (await store.media.path(sha256)) !== undefined;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'MEDIA_CORRUPT') return false;
    throw error;
  }
}
