import { measure } from '../media/index.ts';
import type { ApiProfile } from '../plan/api-profile.ts';
import type { Claim } from '../plan/claim.ts';
import { extendedIn, filmIn } from '../plan/film.ts';
import type { Request } from '../plan/request.ts';
import { heldSha256, tailIn } from '../plan/tail.ts';
import type { ProjectStore } from '../store/index.ts';
import { knownTail } from './tail-note.ts';
import { knownFilm } from './whole-film.ts';

/**
 * Whether an extended video holds its source as well. The page says "appended to the source" and means either, so
 * with `detect` the measured length decides: nearer to source + new seconds, or to the new seconds alone (api.md §7).
 */
export async function holdsSource(
  store: ProjectStore,
  pipeline: string,
  api: ApiProfile,
  claim: Claim,
  request: Request | null,
  seconds: number,
): Promise<boolean> {
  if (claim.action !== 'extend') return false;
  if (api.extendOutput !== 'detect') return api.extendOutput === 'includes-source';
  const added = request?.duration ?? 0;
  // Of a source outside nothing is measured: the shortest that may be extended has 2 s.
  const sourceSeconds = (await secondsOf(store, pipeline, request)) ?? api.extendSource.min;
  return Math.abs(seconds - added - sourceSeconds) < Math.abs(seconds - added);
}

/** How long the video is that was extended, measured; undefined: it lies outside. */
async function secondsOf(store: ProjectStore, pipeline: string, request: Request | null): Promise<number | undefined> {
  const text = extendedIn(request) ?? '';
  const tail = tailIn(text);
  if (tail !== undefined) return (await knownTail(store, tail))?.seconds;
  const film = filmIn(text);
  if (film !== undefined) return (await knownFilm(store, film))?.seconds;
  const sha256 = heldSha256(text);
  const records = sha256 === undefined ? [] : await store.records.all(pipeline);
  const source = records.find((record) => record.sha256 === sha256);
  if (source !== undefined) return source.seconds;
  const path = sha256 === undefined ? undefined : await store.media.path(sha256);
  const measured = path === undefined ? undefined : await measure(path);
  return measured?.ok ? measured.seconds : undefined;
}
