import { filmIn } from '../film.ts';
import { isJsonObject, type Json } from '../json.ts';
import type { KnownMake } from '../make.ts';
import type { Plan, PlanNode } from '../plan.ts';
import { heldSha256 } from '../tail.ts';
import type { FileLook, Resolved, Upstream } from './known.ts';
import { namesStep } from './through.ts';

/**
 * The nodes whose files a node needs and cannot have: a render needs a link that the vendor can fetch, a joined film
 * the bytes. `kept`: the makes upstream that count.
 */
export function unreachable(
  resolved: Resolved | undefined,
  kept: readonly KnownMake[],
  files: (make: KnownMake) => FileLook,
): readonly Lost[] {
  if (resolved === undefined) return [];
  const wanted = new Set(resolved.kind === 'local' ? resolved.inputs.map(fileOfInput) : heldIn(resolved.request));
  const films = new Set(
    resolved.kind === 'local' ? [] : textsIn(resolved.request).flatMap((text) => filmIn(text) ?? []),
  );
  const lost = kept.flatMap((make): readonly Lost[] => {
    if (!wanted.has(make.sha256)) return [];
    const look = files(make);
    if (!reachable(make, look, resolved.kind)) return [{ node: make.node, isHere: isHere(look) }];
    return films.has(make.sha256) && look.hosted === false ? [{ node: make.node, isHere: true, isFilm: true }] : [];
  });
  return [...new Map(lost.map((one) => [one.node, one])).values()];
}

/**
 * `isHere`: the file is on this machine, and what has ended is the link by which the vendor would fetch it. `isFilm`:
 * what is needed is the film that ends with it, as one file.
 */
export type Lost = { readonly node: string; readonly isHere: boolean; readonly isFilm?: true };

/** Why a node is blocked, for people: a file that is here needs no more than a place where the vendor can fetch it. */
export function lostWords(lost: readonly Lost[]): string {
  const names = [...new Set(lost.map(({ node }) => node))].join(', ');
  if (lost.every(({ isFilm }) => isFilm)) {
    return `needs the film up to ${names} as one file, which is joined here: name a media-host in dailies.yaml`;
  }
  return lost.every(({ isHere }) => isHere)
    ? `needs ${names}, whose link at the vendor has ended: name a media-host in dailies.yaml, or pay again with --remake`
    : `needs ${names}, paid for and not to be had: bring the file back, or pay again with --remake`;
}

function isHere({ stored, render }: FileLook): boolean {
  return stored || render === 'whole';
}

/**
 * The same of a film of which not all is made yet, so that it is not known in full: nothing else is to be paid for
 * before it is told. What a link begins with is in the link's own file.
 */
export function lostFromFilm(
  plan: Plan,
  node: PlanNode,
  upstream: Upstream,
  files: (make: KnownMake) => FileLook,
): readonly Lost[] {
  if (node.kind !== 'concat') return [];
  const used = node.edges.filter((edge) => namesStep(plan, node, edge)).map((edge) => edge.node);
  const within = used.flatMap((index) => {
    const make = plan.nodes[index]?.kind === 'link' ? upstream.make(index) : undefined;
    return make?.includesSource ? make.sources : [];
  });
  const kept = used.flatMap((index) => upstream.make(index) ?? []);
  const lost = kept.filter((make) => !within.includes(make.sha256) && !reachable(make, files(make), 'local'));
  return lost.map((make) => ({ node: make.node, isHere: false }));
}

/** An input is a file's sha256, and perhaps what is done with it. */
function fileOfInput(input: string): string {
  return input.slice(0, 64);
}

/** sha256 (hex) of every held file that a request names. */
export function heldIn(value: Json): readonly string[] {
  return textsIn(value).flatMap((text) => heldSha256(text) ?? []);
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item: Json) => textsIn(item));
  return isJsonObject(value) ? Object.values(value).flatMap((member) => textsIn(member)) : [];
}

/** What was fetched is fetched again. */
function reachable({ media }: KnownMake, look: FileLook, kind: Resolved['kind']): boolean {
  return media !== undefined || look.link || (kind === 'local' && isHere(look));
}
