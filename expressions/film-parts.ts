import { extendedIn, filmIn } from '../plan/film.ts';
import { type Tail, tailOf } from '../plan/tail.ts';
import type { Take } from './take.ts';

/** One entry of a reel: a make, or (`whole`) the film that ends with it. */
export type ReelEntry<T extends Take> = { readonly take: T; readonly whole: boolean };

/**
 * A file of a film, appended to those before it. `over`: it begins with a copy of this tail of the film so far, which
 * the film loses first.
 */
export type FilmPart<T extends Take> = { readonly take: T; readonly over?: Tail };

/**
 * The files that a reel is joined from, in order: a film of segments becomes its source and all its segments, one of
 * tails loses each tail that is repeated, and what a later entry holds already (an extend that includes its source) is
 * taken once.
 */
export function filmParts<T extends Take>(
  entries: readonly ReelEntry<T>[],
  takes: readonly T[],
): readonly FilmPart<T>[] {
  const bySha = new Map(takes.map((take) => [take.sha256, take]));
  const sourceOf = (take: T) => {
    const [sha256] = take.request?.action === 'extend' ? take.sources : [];
    return sha256 === undefined ? undefined : bySha.get(sha256);
  };

  /** Bounded by the makes seen: a source's source is never itself. */
  function film(take: T, seen: ReadonlySet<string>): readonly FilmPart<T>[] {
    const source = seen.has(take.sha256) ? undefined : sourceOf(take);
    if (source === undefined) return [{ take }];
    const before = film(source, new Set([...seen, take.sha256]));
    const over = tailOf(take.request);
    if (!take.includesSource) return [...before, { take }];
    if (over !== undefined) return [...before, { take, over }];
    if (extendsFilm(take)) return [{ take }];
    const last = before.at(-1);
    return [...before.slice(0, -1), { ...last, take }];
  }

  /** What a file holds of others: its source whole, where it does not begin with a tail of it. */
  function heldBy(take: T, held: Set<string>): Set<string> {
    const isWhole = take.includesSource && tailOf(take.request) === undefined;
    const source = isWhole ? sourceOf(take) : undefined;
    if (source === undefined || held.has(source.sha256)) return held;
    const parts = extendsFilm(take) ? film(source, new Set()) : [];
    for (const part of parts) held.add(part.take.sha256);
    return heldBy(source, held.add(source.sha256));
  }

  const reels = entries.map(({ take, whole }): readonly FilmPart<T>[] => (whole ? film(take, new Set()) : [{ take }]));
  const held = reels.map((parts) => {
    const inside = new Set(parts.length > 1 ? parts.slice(0, -1).map(({ take }) => take.sha256) : []);
    for (const { take } of parts) heldBy(take, inside);
    return inside;
  });
  const isHeld = (sha256: string, own: number) => held.some((inside, index) => index !== own && inside.has(sha256));
  return reels.flatMap((parts, index) => {
    return parts.every(({ take }) => isHeld(take.sha256, index)) ? [] : parts;
  });
}

/** What was extended was joined from the film of its source. */
function extendsFilm({ request }: Take): boolean {
  return filmIn(extendedIn(request) ?? '') !== undefined;
}

/** What the identity of a reel is computed from: each part's sha256 (hex), with the tail that it takes the place of. */
export function reelInputs(parts: readonly FilmPart<Take>[]): readonly string[] {
  return parts.map(({ take, over }) => (over === undefined ? take.sha256 : `${take.sha256} over ${over.tailMs} ms`));
}
