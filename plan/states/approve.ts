import { type StandingApproval, standingApproval } from '../approvals.ts';
import type { NodeDecision } from '../decisions.ts';
import type { Plan, PlanNode } from '../plan.ts';
import type { NodeReport, Upstream } from './known.ts';
import type { PickReport } from './pick.ts';

/** What only an approve's report says: a person refused what it shows. */
export type ApproveReport = { readonly rejected?: true };

/** An approve: answered while what it shows is what was looked at, else it will ask. */
export function judgeApprove(
  plan: Plan,
  node: PlanNode,
  upstream: Upstream,
  answers: readonly StandingApproval[],
): NodeReport & PickReport & ApproveReport {
  const today = (node.approve?.show ?? []).flatMap((index) => {
    const shown = upstream.unwanted(index) ? undefined : plan.nodes[index];
    const sha256 = upstream.make(index)?.sha256;
    return shown === undefined ? [] : [{ node: shown.id, ...(sha256 !== undefined && { sha256 }) }];
  });
  const verdict = standingApproval(answers, { step: node.step, group: node.key }, today);
  const report = (decision: Pick<NodeDecision, 'state' | 'action' | 'because'>) => ({
    ...{ node: node.id, decision: { ...decision, generation: 1 }, changes: [], through: [], price: 0 },
    asks: true as const,
  });
  switch (verdict.kind) {
    case 'holds':
      return verdict.answer === 'approved'
        ? { ...report({ state: 'current', action: 'keep', because: 'approved' }), chosen: [] }
        : { ...report({ state: 'missing', action: 'leave', because: REJECTED }), rejected: true };
    case 'none':
      return report({ state: 'missing', action: 'make', because: 'nobody has approved or rejected it yet' });
    case 'unknown': {
      const because = `${verdict.answer}; it counts if what is shown turns out to be the same files`;
      return report({ state: 'missing', action: 'make', because });
    }
    case 'outdated':
      return report({ state: 'missing', action: 'make', because: `${verdict.answer} for other files: look again` });
    default: {
      const never: never = verdict;
      return never;
    }
  }
}

const REJECTED = 'rejected; what depends on it is not made';
