import { isJsonObject, type Json } from '../json.ts';
import type { KnownMake } from '../make.ts';
import { heldSha256 } from '../tail.ts';
import type { FileLook, Resolved } from './known.ts';

/**
 * The nodes whose files a node needs and cannot have: a render needs a link that the vendor can fetch, a joined film
 * the bytes. `kept`: the makes upstream that count.
 */
export function unreachable(
  resolved: Resolved | undefined,
  kept: readonly KnownMake[],
  files: (make: KnownMake) => FileLook,
): readonly string[] {
  if (resolved === undefined) return [];
  const wanted = new Set(resolved.kind === 'local' ? resolved.inputs.map(fileOfInput) : heldIn(resolved.request));
  const lost = kept.filter((make) => wanted.has(make.sha256) && !reachable(make, files(make), resolved.kind));
  return [...new Set(lost.map((make) => make.node))];
}

/** An input is a file's sha256, and perhaps what is done with it. */
function fileOfInput(input: string): string {
  return input.slice(0, 64);
}

/** sha256 (hex) of every held file that a request names. */
export function heldIn(value: Json): readonly string[] {
  if (typeof value === 'string') {
    const sha256 = heldSha256(value);
    return sha256 === undefined ? [] : [sha256];
  }
  if (Array.isArray(value)) return value.flatMap((item: Json) => heldIn(item));
  return isJsonObject(value) ? Object.values(value).flatMap((member) => heldIn(member)) : [];
}

/** What was fetched is fetched again. */
function reachable({ media }: KnownMake, { render, stored, link }: FileLook, kind: Resolved['kind']): boolean {
  return media !== undefined || link || (kind === 'local' && (stored || render === 'whole'));
}
