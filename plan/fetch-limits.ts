import type { ApiProfile } from './api-profile.ts';
import { listed } from './rules/rule.ts';

/** What a fetched file may be, by its kind: bytes at most, the most that any use of such a file allows. */
export function fetchLimits({ media }: Pick<ApiProfile, 'media'>): ReadonlyMap<string, number> {
  const limits = new Map<string, number>();
  for (const { kinds, bytesMax } of Object.values(media)) {
    for (const kind of kinds) limits.set(kind, Math.max(bytesMax, limits.get(kind) ?? 0));
  }
  return limits;
}

/** Why a file is of no use to the vendor, whatever it is to be used as; its length is asked where it is used. */
export function fetchProblem(
  { kind, bytes }: { readonly kind: string; readonly bytes: number },
  api: Pick<ApiProfile, 'media'>,
): string | undefined {
  const limits = fetchLimits(api);
  const bytesMax = limits.get(kind);
  if (bytesMax === undefined) return `the file is ${kind}; the vendor takes ${listed([...limits.keys()])}`;
  if (bytes <= bytesMax) return undefined;
  const megabytes = Math.ceil(bytes / 10_000) / 100;
  return `the file has ${megabytes} MB; at most ${bytesMax / 1_000_000} are allowed for ${kind}`;
}
