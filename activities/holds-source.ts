import type { ApiProfile } from '../plan/api-profile.ts';
import type { Claim } from '../plan/claim.ts';
import type { Request } from '../plan/request.ts';
import type { ProjectStore } from '../store/index.ts';

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
  const [sha256] = claim.sources;
  const records = sha256 === undefined ? [] : await store.records.all(pipeline);
  const source = records.find((record) => record.sha256 === sha256);
  // Of a source outside nothing is measured: the shortest that may be extended has 2 s.
  const sourceSeconds = source?.seconds ?? api.extendSource.min;
  return Math.abs(seconds - added - sourceSeconds) < Math.abs(seconds - added);
}
