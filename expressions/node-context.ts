import { filmText } from '../plan/film.ts';
import type { Plan, PlanNode, Source } from '../plan/plan.ts';
import type { NodeContext, NodeValue } from './context.ts';
import { ExpressionFailure } from './failure.ts';
import { scopeAt, sourcePartValue } from './scope.ts';
import { nodeValue, type Take } from './take.ts';

/** What is known of the nodes that one node refers to. */
export type Around<T extends Take> = {
  readonly plan: Plan;
  /** The make that counts for a node; undefined: not wanted, or not there. */
  readonly takeOf: (node: number) => T | undefined;
  /** The candidates that a pick's answer chose. */
  readonly chosen: (pick: number) => readonly number[] | undefined;
  /** For an `if`: how a node has ended, by its state's name; undefined: not known, so that its make says it. */
  readonly stateOf?: (node: number) => string | undefined;
  /** `*` leaves out what is not wanted alone: of all else that is not done, its failure names the state. */
  readonly wantsAll?: true;
};

/** What a node's expressions see, its `source` included. */
export function nodeContext<T extends Take>(
  { plan, takeOf, chosen, stateOf, wantsAll }: Around<T>,
  { part, sourcePart, source: from, matrix }: Pick<PlanNode, 'part' | 'sourcePart' | 'source' | 'matrix'>,
): NodeContext {
  const ended = (at: number, state: string): NodeValue => {
    const node = plan.nodes[at];
    const id = node?.id ?? '';
    const isOwed = wantsAll === true && state !== 'not-wanted';
    const why = isOwed ? `${id} is ${state}` : `${id} has no outputs, as it is not done`;
    return { id, matrix: node?.matrix ?? {}, state, outputs: absentOutputs(why, !isOwed) };
  };
  const done = (at: number) => {
    const state = stateOf?.(at);
    const take = state === undefined || state === 'done' ? takeOf(at) : undefined;
    if (take !== undefined) return nodeValue(plan, at, take);
    return state === undefined ? undefined : ended(at, state);
  };
  const film = (at: number) => {
    const take = takeOf(at);
    const isFilm = take?.includesSource === true && !isOfTails(plan, at);
    const isWhole = take === undefined || isFilm || (stateOf?.(at) ?? 'done') !== 'done';
    if (isWhole) return done(at);
    const value = nodeValue(plan, at, take, filmText(take.sha256));
    const seconds = filmSeconds(plan, at, takeOf);
    return seconds === undefined ? value : { ...value, outputs: { ...value.outputs, seconds } };
  };
  const whole = (at: number) => (plan.nodes[at]?.kind === 'link' ? film(at) : done(at));
  const startOf = (source: Source) => sourceNode(source, chosen);
  const ends = { outputsOf: done, filmOf: film, startOf, showsUnwanted: stateOf !== undefined };
  const start = sourceNode(from, chosen);
  const source =
    sourcePart !== undefined ? sourcePartValue(plan, sourcePart, ends) : start === undefined ? undefined : whole(start);
  const scope = scopeAt(plan, { part, matrix }, ends);
  return source === undefined ? scope : { ...scope, source };
}

/** The node that a derived one starts from: itself, or what a pick chose. -1: the pick has no answer. */
export function sourceNode(
  source: Source | undefined,
  chosen: (pick: number) => readonly number[] | undefined,
): number | undefined {
  if (source === undefined || source.kind === 'url') return undefined;
  if (source.kind === 'node') return source.node;
  return source.candidate ?? chosen(source.pick)?.[0] ?? -1;
}

/** How long the film is that ends with a link: what it begins with, and what each link adds. undefined: not known. */
function filmSeconds(plan: Plan, at: number, takeOf: (node: number) => Take | undefined): number | undefined {
  const node = plan.nodes[at];
  const take = takeOf(at);
  if (node?.kind !== 'link') return take?.seconds;
  const before = node.source?.kind === 'node' ? filmSeconds(plan, node.source.node, takeOf) : undefined;
  // Of a file that begins with what was there before, the new part is as long as it was asked for.
  const added = take?.includesSource ? take.request?.duration : take?.seconds;
  return before === undefined || typeof added !== 'number' ? undefined : before + added;
}

/** A link that extends a tail, or goes on from one that does: what is before it is in other files. */
function isOfTails(plan: Plan, at: number): boolean {
  const node = plan.nodes[at];
  if (node?.kind !== 'link') return false;
  return node.tailMs !== undefined || (node.source?.kind === 'node' && isOfTails(plan, node.source.node));
}

const OUTPUTS = ['video', 'seconds', 'width', 'height', 'sha256', 'cost', 'file'];

/** The outputs of a node that has ended and is not done: whoever asks for one hears that it is not there. */
function absentOutputs(why: string, isAbsent: boolean): NodeValue['outputs'] {
  const outputs = {};
  const get = () => {
    throw new ExpressionFailure(why, 0, undefined, isAbsent);
  };
  for (const name of OUTPUTS) Object.defineProperty(outputs, name, { enumerable: false, get });
  return outputs;
}
