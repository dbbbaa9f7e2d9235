import type { NodeDecision } from '../decisions.ts';
import { answerFor, type StandingAnswer, verdictOf } from '../picks.ts';
import type { Plan, PlanNode } from '../plan.ts';
import type { NodeReport, Upstream } from './known.ts';

/** What only a pick's report says: it asks, and which candidates its standing answer chose. */
export type PickReport = { readonly asks?: true; readonly chosen?: readonly number[] };

/** A pick: answered while its answer holds, else it will ask. A candidate that is not wanted is none. */
export function judgePick(
  plan: Plan,
  node: PlanNode,
  upstream: Upstream,
  answers: readonly StandingAnswer[],
  groups: (step: string) => ReadonlySet<string>,
): NodeReport & PickReport {
  const candidates = (node.pick?.candidates ?? []).flatMap((index) => {
    const candidate = upstream.unwanted(index) ? undefined : plan.nodes[index];
    const sha256 = upstream.make(index)?.sha256;
    return candidate === undefined ? [] : [{ index, node: candidate.id, ...(sha256 !== undefined && { sha256 }) }];
  });
  const answer = answerFor(answers, { step: node.step, group: node.key, groups }, candidates);
  const verdict = answer && verdictOf(answer, candidates);
  const report = (decision: Pick<NodeDecision, 'state' | 'action' | 'because'>) => ({
    ...{ node: node.id, decision: { ...decision, generation: 1 }, changes: [], through: [], price: 0 },
    asks: true as const,
  });
  if (verdict?.kind === 'holds' && verdict.chosen.length === (node.pick?.choose ?? 1)) {
    const chosen = candidates.filter((take) => verdict.chosen.includes(take.node)).map((take) => take.index);
    const before = answer === undefined || answer.group === node.key ? '' : ` when it was ${node.step}@${answer.group}`;
    return {
      ...report({ state: 'current', action: 'keep', because: `picked ${verdict.chosen.join(', ')}${before}` }),
      chosen,
    };
  }
  return report({ state: 'missing', action: 'make', because: WHY[verdict?.kind ?? 'none'] });
}

const WHY = {
  none: 'nobody has picked yet',
  unknown: 'picked; it counts if the candidates turn out to be the same files',
  outdated: 'picked from other candidates: look again',
  holds: 'the answer names another number of takes than choose',
} as const;
