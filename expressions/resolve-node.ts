import { completeRequest, deriveRequest } from '../plan/derive-request.ts';
import { filmIn } from '../plan/film.ts';
import type { Json, JsonObject } from '../plan/json.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import { HELD_MEDIA } from '../plan/request.ts';
import { tailText } from '../plan/tail.ts';
import { isExpressionFailure } from './failure.ts';
import { type FilmPart, filmParts, type ReelEntry } from './film-parts.ts';
import { nodeContext, sourceNode } from './node-context.ts';
import type { Take } from './take.ts';
import { evaluateTemplate } from './template.ts';
import { evaluateVideos } from './videos.ts';

export type ResolveInput<T extends Take> = {
  readonly plan: Plan;
  readonly index: number;
  /** The make that counts for a node; undefined: not wanted, or not there. */
  readonly takeOf: (node: number) => T | undefined;
  /** The candidates that a pick's answer chose. */
  readonly chosen: (pick: number) => readonly number[] | undefined;
  /** Every make of the pipeline: where the sources of segments are found. */
  readonly takes: readonly T[];
};

/** What a node is to be made from, all before it being known. `request` is complete, its rules are not checked. */
export type Resolution<T extends Take> =
  | { readonly kind: 'request'; readonly request: JsonObject; readonly source: T | undefined }
  | { readonly kind: 'reel'; readonly parts: readonly FilmPart<T>[] }
  /** source: the node it starts from has no make or no known request; expression: what cannot be evaluated. */
  | { readonly kind: 'wrong'; readonly what: 'source' | 'expression'; readonly message: string };

/** Fills in `${{ steps… }}` and `${{ source… }}`, derives, completes. The one way from a plan's node to its request. */
export function resolveNode<T extends Take>(input: ResolveInput<T>): Resolution<T> {
  const { plan, index } = input;
  const node = plan.nodes[index];
  if (node === undefined) return { kind: 'wrong', what: 'source', message: 'the plan has no such node' };
  try {
    return node.kind === 'concat' ? reel(input, node) : request(input, node);
  } catch (error) {
    if (isExpressionFailure(error)) return { kind: 'wrong', what: 'expression', message: error.message };
    throw error;
  }
}

function request<T extends Take>(input: ResolveInput<T>, node: PlanNode): Resolution<T> {
  const start = sourceNode(node.source, input.chosen);
  const source = start === undefined ? undefined : input.takeOf(start);
  // A condition may let a render begin though its `over` has failed: then nothing of its source is used.
  const isDerived = node.kind === 'promote' || node.kind === 'link';
  const needsSource = isDerived || node.condition === undefined;
  if (start !== undefined && source === undefined && needsSource) return noSource('the source has no make');
  const context = nodeContext(input, node);
  const fields = Object.fromEntries(
    Object.entries(node.fields ?? {}).map(([field, template]) => [field, evaluateTemplate(template, context)]),
  );
  if (!isDerived) return { kind: 'request', request: completeRequest(fields), source };
  const isLocal = start !== undefined && isMadeHere(input.plan.nodes[start]);
  if (source !== undefined && source.request === null && !isLocal)
    return noSource("the source's request is not known here");
  const outside = node.source?.kind === 'url' ? node.source.url : undefined;
  const { tailMs } = node;
  if (tailMs !== undefined && source === undefined)
    return noSource('only of a file that is held here the tail is known');
  const held =
    source && (tailMs === undefined ? `sha256:${source.sha256}` : tailText({ tailMs, sha256: source.sha256 }));
  const sourceVideo = held ?? outside;
  const derived = deriveRequest({
    kind: node.kind,
    source: source?.request ?? undefined,
    fields,
    ...(sourceVideo === undefined ? {} : { sourceVideo }),
    actionWritten: isActionWritten(input.plan, start),
  });
  return { kind: 'request', request: derived, source };
}

function reel<T extends Take>(input: ResolveInput<T>, node: PlanNode): Resolution<T> {
  const videos = evaluateVideos(node.videos ?? [], nodeContext(input, node));
  if (videos.length === 0) {
    return { kind: 'wrong', what: 'expression', message: 'there is nothing to join' };
  }
  const entries: ReelEntry<T>[] = [];
  for (const video of videos) {
    const entry = reelEntry(input, video);
    if (entry === undefined) {
      return { kind: 'wrong', what: 'expression', message: `${JSON.stringify(video)} is no video of this pipeline` };
    }
    entries.push(entry);
  }
  return { kind: 'reel', parts: filmParts(entries, input.takes) };
}

function reelEntry<T extends Take>({ takes }: ResolveInput<T>, video: Json): ReelEntry<T> | undefined {
  const text = typeof video === 'string' ? video : '';
  const last = filmIn(text);
  const take = takes.find((one) => one.sha256 === (last ?? HELD_MEDIA.exec(text)?.[1]));
  return take === undefined ? undefined : { take, whole: last !== undefined };
}

/** A promote keeps its source's action only where somebody wrote one, there or further up. */
function isActionWritten(plan: Plan, index: number | undefined): boolean {
  const node = index === undefined ? undefined : plan.nodes[index];
  if (node === undefined) return false;
  if (node.fields?.action !== undefined) return true;
  return node.kind === 'promote' && node.source?.kind === 'node' && isActionWritten(plan, node.source.node);
}

/** Joined or fetched: there was no request. */
function isMadeHere(node: PlanNode | undefined): boolean {
  return node?.kind === 'concat' || node?.kind === 'fetch';
}

function noSource(message: string) {
  return { kind: 'wrong', what: 'source', message } as const;
}
