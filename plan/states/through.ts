import type { KnownMake } from '../make.ts';
import type { Edge, Plan, PlanNode } from '../plan.ts';
import { stepPath } from '../step-path.ts';
import type { Upstream } from './known.ts';

/** The nodes upstream that are made anew, or whose file is another than the one this make was made from. */
export function throughOf(
  plan: Plan,
  node: PlanNode,
  upstream: Upstream,
  make: KnownMake | undefined,
): readonly string[] {
  const changed = node.edges.filter((edge) => {
    if (edge.kind === 'candidate') return false;
    if (!upstream.settled(edge.node)) return true;
    const above = upstream.make(edge.node);
    return (
      above !== undefined && make !== undefined && usesFile(plan, node, edge) && !make.sources.includes(above.sha256)
    );
  });
  return changed.flatMap((edge) => plan.nodes[edge.node]?.id ?? []);
}

/** A promote takes its source's request, not its file; a step under `needs` that no video names is waited for only. */
function usesFile(plan: Plan, node: PlanNode, edge: Edge): boolean {
  if (node.kind === 'link') return true;
  return node.kind === 'concat' && (edge.kind !== 'needs' || namesStep(plan, node, edge));
}

/** True where a concat's `videos` name the step that an edge leads to, or the part that it belongs to. */
export function namesStep(plan: Plan, { videos, source }: PlanNode, edge: Edge): boolean {
  const text = JSON.stringify(videos ?? '');
  if (source?.kind === 'node' && source.node === edge.node && /\bsource\b/.test(text)) return true;
  const steps = stepPath(plan.nodes[edge.node]?.step ?? '').split('/');
  return steps.some((step) => new RegExp(`steps\\.${step}(?![a-z0-9-])`).test(text));
}
