import type { Plan } from '../plan.ts';
import type { NodeReport } from './known.ts';

/** Fetched files that are not here are fetched again only for what is made of them: the same bytes, or nothing. */
export function refetchNeeded(plan: Plan, nodes: readonly NodeReport[]): readonly NodeReport[] {
  const needed = new Map<number, string>();
  nodes.forEach(({ node, decision }, index) => {
    if (decision.action !== 'make') return;
    for (const edge of plan.nodes[index]?.edges ?? []) needed.set(edge.node, node);
  });
  return nodes.map((report, index) => {
    const by = needed.get(index);
    const { decision } = report;
    const isAway = plan.nodes[index]?.kind === 'fetch' && decision.state === 'elsewhere';
    if (by === undefined || !isAway) return report;
    const because = `its file is not here; it is fetched again for ${by}`;
    return { ...report, decision: { ...decision, state: 'restorable', action: 'fetch', because } };
  });
}
