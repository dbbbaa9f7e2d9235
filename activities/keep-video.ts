import { rm } from 'node:fs/promises';
import type { ProjectStore } from '../store/index.ts';
import type { FetchedVideo } from './fetch-video.ts';

/** Takes a fetched video into the store. Where that fails nothing of it is left: a disk may be full, and it comes again. */
export async function keepVideo(
  store: ProjectStore,
  { part, sha256 }: Extract<FetchedVideo, { kind: 'fetched' }>,
): Promise<void> {
  try {
    await store.media.add(part, sha256);
  } finally {
    await rm(part, { force: true });
  }
}
