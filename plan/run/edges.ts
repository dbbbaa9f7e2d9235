import type { EdgeResult, EndedEdge } from '../results.ts';
import type { NodeStateCode } from '../run-view.ts';
import { isEnded } from './board.ts';
import { stateFor } from './lenient.ts';
import type { Run } from './run.ts';

/** The edges of a node as far as they have ended, with how. */
export function endedEdges(run: Run, node: number): readonly EndedEdge[] {
  return (run.skeleton.edges[node] ?? []).flatMap(({ node: target, kind }) => {
    const result = resultOf(run, node, target);
    return result === undefined ? [] : { kind, result };
  });
}

/** The states of what a node's edges point at, one character each: an answer counts for these only. */
export function seenBy(run: Run, node: number): string {
  return (run.skeleton.edges[node] ?? []).map((edge) => stateFor(run, node, edge.node) ?? 'w').join('');
}

/** What a node refers to and is not done in this run; what was left out beforehand the store knows by itself. */
export function unwantedAbove(run: Run, node: number): { readonly unwanted?: readonly number[] } {
  const unwanted = (run.skeleton.edges[node] ?? []).flatMap(({ node: target }) => {
    const state = run.states[target];
    return isEnded(state) && state !== 'D' && run.skeleton.actions[target] !== 'l' ? target : [];
  });
  return unwanted.length === 0 ? {} : { unwanted };
}

function resultOf(run: Run, from: number, node: number): EdgeResult | undefined {
  const state = stateFor(run, from, node);
  if (state === 'n' && run.state.codes[node] === 'REJECTED') return 'rejected';
  return state === undefined ? undefined : RESULTS[state];
}

const RESULTS: { readonly [state in NodeStateCode]?: EdgeResult } = {
  D: 'done',
  F: 'failed',
  k: 'skipped',
  n: 'not-wanted',
  c: 'cancelled',
};
