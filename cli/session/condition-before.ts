import { conditionHolds, isExpressionFailure } from '../../expressions/index.ts';
import type { KnownMake } from '../../plan/make.ts';
import type { Plan } from '../../plan/plan.ts';
import { statusOf } from '../../plan/results.ts';
import type { DecideInput, Upstream } from '../../plan/states/index.ts';

/** Evaluates an `if` before the run, where all that it needs is kept or left out in any case; undefined: not yet. */
export function conditionBefore(
  plan: Plan,
  takeFrom: (upstream: Upstream) => (node: number) => KnownMake | undefined,
): NonNullable<DecideInput['condition']> {
  return (index, upstream) => {
    const edges = plan.nodes[index]?.edges ?? [];
    const results = new Map(edges.map((edge) => [edge.node, upstream.result(edge.node)]));
    const ended = edges.flatMap(({ node, kind }) => {
      const result = results.get(node);
      return result === undefined ? [] : { kind, result };
    });
    if (ended.length < edges.length) return undefined;
    const stateOf = (node: number) => (results.get(node) === 'rejected' ? 'not-wanted' : results.get(node));
    const around = { plan, takeOf: takeFrom(upstream), chosen: upstream.chosen, stateOf };
    try {
      return conditionHolds(around, index, statusOf(ended));
    } catch (error) {
      // The run says so, and fails the node alone.
      if (isExpressionFailure(error)) return undefined;
      throw error;
    }
  };
}
