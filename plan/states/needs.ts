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
  const lost = kept.filter((make) => wanted.has(make.sha256) && !reachable(make, files(make), resolved.kind));
  return [...new Map(lost.map((make) => [make.node, { node: make.node, isHere: isHere(files(make)) }])).values()];
}

/** `isHere`: the file is on this machine, and what has ended is the link by which the vendor would fetch it. */
export type Lost = { readonly node: string; readonly isHere: boolean };

/** Why a node is blocked, for people: a file that is here needs no more than a place where the vendor can fetch it. */
export function lostWords(lost: readonly Lost[]): string {
  const names = [...new Set(lost.map(({ node }) => node))].join(', ');
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
  if (typeof value === 'string') {
    const sha256 = heldSha256(value);
    return sha256 === undefined ? [] : [sha256];
  }
  if (Array.isArray(value)) return value.flatMap((item: Json) => heldIn(item));
  return isJsonObject(value) ? Object.values(value).flatMap((member) => heldIn(member)) : [];
}

/** What was fetched is fetched again. */
function reachable({ media }: KnownMake, look: FileLook, kind: Resolved['kind']): boolean {
  return media !== undefined || look.link || (kind === 'local' && isHere(look));
}
