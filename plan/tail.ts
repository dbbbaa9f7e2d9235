import { extendedIn, filmIn } from './film.ts';
import type { JsonObject } from './json.ts';
import { HELD_MEDIA } from './request.ts';

/** The last `tailMs` of the film that ends with a held file: what a link with `tail` extends. */
export type Tail = { readonly tailMs: number; readonly sha256: string };

const TAIL = /^tail:([1-9]\d*):sha256:([0-9a-f]{64})$/;

/** How a tail stands in a request, in the place of a URL: `tail:10000:sha256:<hex>`. */
export function tailText({ tailMs, sha256 }: Tail): string {
  return `tail:${tailMs}:sha256:${sha256}`;
}

/** The tail that a text means, or undefined. */
export function tailIn(text: string): Tail | undefined {
  const [, tailMs, sha256] = TAIL.exec(text) ?? [];
  return tailMs === undefined || sha256 === undefined ? undefined : { tailMs: Number(tailMs), sha256 };
}

/** The sha256 (hex) of the held file that a text names, itself, by its tail or by its film; undefined: anything else. */
export function heldSha256(text: string): string | undefined {
  return HELD_MEDIA.exec(text)?.[1] ?? tailIn(text)?.sha256 ?? filmIn(text);
}

/** The tail that a request extends, if it extends one. */
export function tailOf(request: JsonObject | null): Tail | undefined {
  return tailIn(extendedIn(request) ?? '');
}
