import type { ConditionKind, EdgeStatus } from './condition.ts';
import type { Edge } from './plan.ts';

/** How what an edge points at has ended; `rejected`: an approve that a person refused. */
export type EdgeResult = 'done' | 'failed' | 'not-wanted' | 'rejected' | 'skipped' | 'cancelled';

/** An edge that has ended. */
export type EndedEdge = { readonly kind: Edge['kind']; readonly result: EdgeResult };

/** What follows for the node: `ask`: its expression decides. */
export type Judgement = 'go' | 'ask' | 'skip' | 'not-wanted';

/** What becomes of a node, all of whose edges have ended (language: Results). Total. */
export function judgeEdges(edges: readonly EndedEdge[], condition?: ConditionKind): Judgement {
  if (condition === 'never' || (condition !== 'kept' && isRejected(edges))) return 'not-wanted';
  switch (condition) {
    case undefined:
      return withoutCondition(edges);
    case 'after-success': {
      const judged = withoutCondition(edges);
      return judged === 'go' ? 'ask' : judged;
    }
    case 'free':
      return 'ask';
    case 'kept':
      return edges.some(({ kind, result }) => kind === 'direct' && result === 'not-wanted') ? 'not-wanted' : 'go';
    case 'failure':
    case 'always':
    case 'cancelled':
      return judgeAnswer(edges, statusOf(edges)[condition]);
    default:
      condition satisfies never;
      return 'go';
  }
}

/** What follows from the answer of a condition: one that holds cannot stand in for a value that is not there. */
export function judgeAnswer(edges: readonly EndedEdge[], holds: boolean): Exclude<Judgement, 'ask'> {
  if (!holds || isRejected(edges)) return 'not-wanted';
  const values = edges.filter(({ kind }) => kind === 'direct');
  return withoutCondition(values);
}

/** The status functions of an `if`. What a pick chooses among may fail without it. */
export function statusOf(edges: readonly EndedEdge[]): EdgeStatus {
  const needed = edges.filter(({ kind }) => kind !== 'candidate');
  const has = (result: EdgeResult) => needed.some((edge) => edge.result === result);
  const failure = has('failed');
  const cancelled = has('cancelled');
  return { success: !failure && !cancelled && !has('skipped'), failure, always: true, cancelled };
}

/** A failed, skipped or cancelled edge skips; direct references need what is done, the others accept not-wanted. */
function withoutCondition(edges: readonly EndedEdge[]): 'go' | 'skip' | 'not-wanted' {
  if (!statusOf(edges).success) return 'skip';
  const lacks = edges.some(({ kind, result }) => kind === 'direct' && result !== 'done');
  return lacks ? 'not-wanted' : 'go';
}

/** A rejection spreads over every kind of reference, whatever the condition says. */
function isRejected(edges: readonly EndedEdge[]): boolean {
  return edges.some(({ kind, result }) => kind !== 'candidate' && result === 'rejected');
}
