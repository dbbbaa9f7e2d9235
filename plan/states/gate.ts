import type { PlanNode } from '../plan.ts';
import { type EndedEdge, judgeEdges } from '../results.ts';
import type { NodeReport, Upstream } from './known.ts';
import type { PickReport } from './pick.ts';
import type { ConditionHolds } from './wanted.ts';

/** The `if` of a pipeline that is used: known to hold, or decided in the run. One that does not hold is not wanted. */
export function judgeGate(
  { id, edges, condition }: PlanNode,
  index: number,
  upstream: Upstream,
  holds: ConditionHolds,
): NodeReport & PickReport {
  const ended = edges.flatMap(({ node, kind }): EndedEdge | [] => {
    const result = upstream.result(node);
    return result === undefined ? [] : { kind, result };
  });
  const judged = ended.length < edges.length ? undefined : judgeEdges(ended, condition?.kind);
  const isKnown = judged === 'go' || (judged === 'ask' && holds(index, upstream) === true);
  const decision = isKnown
    ? ({ state: 'current', action: 'keep', generation: 1, because: 'its if holds' } as const)
    : ({ state: 'missing', action: 'make', generation: 1, because: 'decided in the run' } as const);
  return { node: id, decision, changes: [], through: [], price: 0 };
}
