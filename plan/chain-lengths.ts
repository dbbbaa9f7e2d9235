import type { ApiProfile } from './api-profile.ts';
import type { Edge, Source } from './plan.ts';

/** A node as far as lengths go. `seconds`: what it adds; undefined: known only later, at least the profile's shortest. */
export type FilmNode = {
  readonly kind: string;
  readonly edges: readonly Edge[];
  readonly source?: Source;
  readonly seconds: number | undefined;
  /** A link: which chain it belongs to; links are counted within theirs. */
  readonly chain?: string;
  /** A link that extends only so much of the end of the film so far. */
  readonly tailSeconds?: number;
  /** A pick: what it may choose. */
  readonly candidates?: readonly number[];
};

/** What was made: measured from the file. */
export type MadeFilm = { readonly seconds: number; readonly includesSource: boolean };

/** Seconds of a video; `atLeast`: something in it is known only later. */
export type Length = { readonly seconds: number; readonly atLeast: boolean };

/** A link whose source is longer than the vendor extends. `number`: its place in the chain, from 1. */
export type LongLink = { readonly node: number; readonly number: number; readonly source: Length };

export type ChainInput = {
  readonly nodes: readonly FilmNode[];
  /** Each node after what it starts from. */
  readonly order: readonly number[];
  readonly api: Pick<ApiProfile, 'extendOutput' | 'extendSource' | 'duration'>;
  /** The make of a node that is kept; absent: nothing is made yet. */
  readonly made?: (node: number) => MadeFilm | undefined;
};

/**
 * The links that would need a longer source than may be extended (rule 41). Where the vendor returns source and
 * extension in one file, a film grows with each link. Where that is not known (`detect`), the page's words count:
 * "the new video is appended to the source"; a link that is made tells better.
 */
export function tooLongLinks({ nodes, order, api, made }: ChainInput): readonly LongLink[] {
  const grows = growth({ nodes, order, api, ...(made === undefined ? {} : { made }) });
  const lengths: Length[] = nodes.map(() => NOTHING);
  // With `tail` a link's file is not the whole film: that is what is joined.
  const films: Length[] = nodes.map(() => NOTHING);
  const places: number[] = nodes.map(() => 0);
  const found: LongLink[] = [];
  for (const index of order) {
    const node = nodes[index];
    if (node === undefined) continue;
    const own = ownLength(node, api);
    const measured = made?.(index);
    if (node.kind === 'concat') lengths[index] = joined(node, nodes, films);
    else if (node.kind !== 'link') lengths[index] = own;
    else {
      const film = longest(node.source, nodes, node.tailSeconds === undefined ? lengths : films, api);
      const source = shorter(film, node.tailSeconds);
      const before = node.source?.kind === 'node' ? node.source.node : -1;
      const number = nodes[before]?.chain === node.chain ? (places[before] ?? 0) + 1 : 1;
      places[index] = number;
      lengths[index] = grows ? sum(source, own) : own;
      const { max, tolerance } = api.extendSource;
      if (source.seconds > max + tolerance) found.push({ node: index, number, source });
      films[index] = sum(film, own);
    }
    if (measured !== undefined) lengths[index] = { seconds: measured.seconds, atLeast: false };
    if (node.tailSeconds === undefined) films[index] = lengths[index] ?? own;
  }
  return found;
}

/** How many more links of so many seconds a film of `filmSeconds` takes: the longest legal chain from there. */
export function linksThatFit(filmSeconds: number, linkSeconds: number, api: ChainInput['api']): number {
  const { max, tolerance } = api.extendSource;
  if (filmSeconds > max + tolerance) return 0;
  if (api.extendOutput === 'segment-only') return Number.POSITIVE_INFINITY;
  return Math.floor((max + tolerance - filmSeconds) / linkSeconds) + 1;
}

/** `link 4 ("four") would need a source of 40 s; the page allows 30`. */
export function longLinkWords({ number, source }: LongLink, link: string, api: ChainInput['api']): string {
  const seconds = Math.round(source.seconds * 100) / 100;
  const words = `${source.atLeast ? 'at least ' : ''}${seconds} s`;
  return `link ${number} ("${link}") would need a source of ${words}; the page allows ${api.extendSource.max}`;
}

/** Of a file from elsewhere nothing is known before it is here, but what may be extended at all. */
function ownLength({ kind, seconds }: FilmNode, { duration, extendSource }: ChainInput['api']): Length {
  if (kind === 'fetch') return { seconds: extendSource.min, atLeast: true };
  return { seconds: seconds ?? duration.min, atLeast: seconds === undefined };
}

const NOTHING: Length = { seconds: 0, atLeast: false };

function growth({ nodes, order, api, made }: ChainInput): boolean {
  if (api.extendOutput !== 'detect') return api.extendOutput === 'includes-source';
  const told = order.flatMap((index) => (nodes[index]?.kind === 'link' ? (made?.(index) ?? []) : []));
  return told.length === 0 || told.some(({ includesSource }) => includesSource);
}

/** A pick may choose the longest of its candidates; of a URL nothing is known but what may be extended at all. */
function longest(
  source: Source | undefined,
  nodes: readonly FilmNode[],
  lengths: readonly Length[],
  { extendSource }: ChainInput['api'],
): Length {
  if (source === undefined) return NOTHING;
  if (source.kind === 'url') return { seconds: extendSource.min, atLeast: true };
  const from =
    source.kind === 'node'
      ? [source.node]
      : source.candidate === undefined
        ? (nodes[source.pick]?.candidates ?? [])
        : [source.candidate];
  return from.map((node) => lengths[node] ?? NOTHING).reduce((a, b) => (b.seconds > a.seconds ? b : a), NOTHING);
}

/** Of the links of one chain the last holds the others (or they are parts of one film): it is taken once. */
function joined(reel: FilmNode, nodes: readonly FilmNode[], lengths: readonly Length[]): Length {
  const parts = [...new Set(reel.edges.map(({ node }) => node))];
  const held = new Set(
    parts.flatMap((part) => {
      const source = nodes[part]?.kind === 'link' ? nodes[part]?.source : undefined;
      return source?.kind === 'node' ? [source.node] : [];
    }),
  );
  return parts.filter((part) => !held.has(part)).reduce((all, part) => sum(all, lengths[part] ?? NOTHING), NOTHING);
}

function shorter(film: Length, tailSeconds: number | undefined): Length {
  if (tailSeconds === undefined || film.seconds < tailSeconds) return film;
  return { seconds: tailSeconds, atLeast: false };
}

function sum(a: Length, b: Length): Length {
  return { seconds: a.seconds + b.seconds, atLeast: a.atLeast || b.atLeast };
}
