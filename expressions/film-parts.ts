import type { Take } from './take.ts';

/** One entry of a reel: a make, or (`whole`) the film that ends with it. */
export type ReelEntry<T extends Take> = { readonly take: T; readonly whole: boolean };

/**
 * The files that a reel is joined from, in order: a film of segments becomes its source and all its segments, and what
 * a later entry holds already (an extend that includes its source) is taken once.
 */
export function filmParts<T extends Take>(entries: readonly ReelEntry<T>[], takes: readonly T[]): readonly T[] {
  const bySha = new Map(takes.map((take) => [take.sha256, take]));
  const sourceOf = (take: T) => {
    const [sha256] = take.request?.action === 'extend' ? take.sources : [];
    return sha256 === undefined ? undefined : bySha.get(sha256);
  };

  /** Bounded by the makes seen: a source's source is never itself. */
  function film(take: T, seen: ReadonlySet<string>): readonly T[] {
    const source = take.includesSource || seen.has(take.sha256) ? undefined : sourceOf(take);
    return source === undefined ? [take] : [...film(source, new Set([...seen, take.sha256])), take];
  }

  function heldBy(take: T, held: Set<string>): Set<string> {
    const source = take.includesSource ? sourceOf(take) : undefined;
    if (source === undefined || held.has(source.sha256)) return held;
    return heldBy(source, held.add(source.sha256));
  }

  const reels = entries.map(({ take, whole }) => (whole ? film(take, new Set()) : [take]));
  const held = reels.map((parts) => {
    const inside = new Set(parts.length > 1 ? parts.slice(0, -1).map((part) => part.sha256) : []);
    for (const part of parts) heldBy(part, inside);
    return inside;
  });
  const isHeld = (sha256: string, own: number) => held.some((inside, index) => index !== own && inside.has(sha256));
  return reels.flatMap((parts, index) => {
    const [only] = parts;
    return parts.length === 1 && only !== undefined && isHeld(only.sha256, index) ? [] : parts;
  });
}
