import { completeRequest, type Derivation, deriveRequest, writtenForPromote } from '../plan/derive-request.ts';
import { canonicalJson, type JsonObject } from '../plan/json.ts';
import type { Source } from '../plan/plan.ts';
import type { Draft } from './draft.ts';
import { neverMade } from './never-made.ts';

/** The requests that a node may have: one, or one for each candidate of the pick that it starts from. */
export type Requests = readonly JsonObject[];

/** A link's source video is not known at compile time; any held media stands for it. */
const SOME_VIDEO = `sha256:${'0'.repeat(64)}`;

/** All possible requests of all nodes, by index; `order` has each node after its source. */
export function requestsOf(drafts: readonly Draft[], order: readonly number[]): readonly Requests[] {
  const all: Requests[] = drafts.map(() => []);
  const never = neverMade(drafts, order);
  for (const index of order) {
    const draft = drafts[index];
    if (draft !== undefined && !never.has(index)) all[index] = requestsOfNode(draft, drafts, all);
  }
  return all;
}

function requestsOfNode(draft: Draft, drafts: readonly Draft[], all: readonly Requests[]): Requests {
  const { node, own } = draft;
  switch (node.kind) {
    case 'generate':
      return [completeRequest(own)];
    case 'promote':
      return distinct(promotionsOf(draft, drafts, all).map(({ request }) => request));
    case 'link': {
      const sources = sourceRequests(node.source, drafts, all);
      const link = { kind: 'link', fields: own, sourceVideo: SOME_VIDEO } as const;
      return distinct(sources.map((source) => deriveRequest({ ...link, source })));
    }
    case 'pick':
    case 'approve':
    case 'concat':
    case 'fetch':
    case 'gate':
      return [];
    default: {
      const never: never = node.kind;
      return never;
    }
  }
}

/** One of the requests that a promote may become, and what it is made from. */
export type Promotion = {
  readonly source: JsonObject | undefined;
  /** What was written for it, here and in its source. */
  readonly written: JsonObject;
  readonly request: JsonObject;
};

/** What the authors of a node's fields wrote before an action is inferred; nothing for what has a fixed one. */
export function writtenFor(draft: Draft, drafts: readonly Draft[], all: readonly Requests[]): Requests {
  if (draft.node.kind === 'generate') return [draft.own];
  return draft.node.kind === 'promote' ? promotionsOf(draft, drafts, all).map(({ written }) => written) : [];
}

/** What a promote may become: one for each request of each node that its source may turn out to be. */
export function promotionsOf(
  { node, own }: Draft,
  drafts: readonly Draft[],
  all: readonly Requests[],
): readonly Promotion[] {
  if (node.source === undefined) return [];
  const found = sourceNodes(node.source, drafts).flatMap((from) => {
    const actionWritten = isActionWritten(drafts, from);
    return (all[from] ?? []).map((source) => {
      return promotion({ kind: 'promote', source, fields: own, actionWritten });
    });
  });
  if (found.length > 0) return found;
  return [promotion({ kind: 'promote', source: undefined, fields: own })];
}

function promotion(derivation: Derivation): Promotion {
  return { source: derivation.source, written: writtenForPromote(derivation), request: deriveRequest(derivation) };
}

/** A promote keeps its source's action only where somebody wrote one, there or further up. */
function isActionWritten(drafts: readonly Draft[], index: number, seen: ReadonlySet<number> = new Set()): boolean {
  const draft = drafts[index];
  if (draft === undefined || seen.has(index)) return false;
  const { action } = draft.own;
  if (action !== undefined && action !== null) return true;
  const { kind, source } = draft.node;
  if (kind !== 'promote' || source?.kind !== 'node') return false;
  return isActionWritten(drafts, source.node, new Set([...seen, index]));
}

/** The requests that a source may have been made from; a URL and a joined film have none. */
function sourceRequests(
  source: Source | undefined,
  drafts: readonly Draft[],
  all: readonly Requests[],
): readonly (JsonObject | undefined)[] {
  if (source === undefined) return [];
  const found = sourceNodes(source, drafts).flatMap((node) => all[node] ?? []);
  return found.length > 0 ? found : [undefined];
}

/** The nodes that a source may turn out to be. */
export function sourceNodes(source: Source, drafts: readonly Draft[]): readonly number[] {
  if (source.kind === 'url') return [];
  if (source.kind === 'node') return [source.node];
  return source.candidate !== undefined ? [source.candidate] : (drafts[source.pick]?.node.pick?.candidates ?? []);
}

function distinct(requests: Requests): Requests {
  if (requests.length < 2) return requests;
  return [...new Map(requests.map((request) => [canonicalJson(request), request])).values()];
}
