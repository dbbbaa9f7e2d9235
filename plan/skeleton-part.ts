import type { Decisions, NodeDecision } from './decisions.ts';
import type { Plan, PlanNode } from './plan.ts';
import type { SkeletonPart } from './skeleton.ts';
import { sparseBytes, sparseOf } from './skeleton-conditions.ts';

/** Below Temporal's 2 MB a payload with room for everything else in it. */
const PART_BYTES = 400_000;

/** The part of a run's skeleton from node `from` on, as many nodes as fit; `counts` comes from the account. */
export function skeletonPart(
  plan: Plan,
  decisions: Decisions,
  from: number,
  counts: 'in-flight' | 'queued' = 'in-flight',
): SkeletonPart {
  const to = endOfPart(plan, from);
  const nodes = plan.nodes.slice(from, to);
  const budget = plan.budget;
  return {
    from,
    to,
    skeleton: {
      total: plan.nodes.length,
      ids: nodes.map((node) => node.id),
      kinds: nodes.map((node) => node.kind),
      edges: nodes.map((node) => node.edges),
      sources: nodes.map(sourceOf),
      actions: nodes.map((_, index) => actionOf(decisions.nodes[from + index])).join(''),
      generations: nodes.map((_, index) => decisions.nodes[from + index]?.generation ?? 1),
      prices: nodes.map((node) => node.price),
      renderMs: nodes.map((node) => node.renderMs),
      timeoutMs: nodes.map((node) => node.timeoutMs ?? null),
      retries: nodes.map((node) => node.retry),
      priorities: nodes.map((node, index) => priorityOf(node, decisions.nodes[from + index])),
      picks: nodes.map((node) => node.pick ?? null),
      weight: plan.weight,
      priority: plan.priority,
      limit: decisions.limit ?? null,
      warnAt: budget?.warnAt ?? 1,
      onExceed: budget?.onExceed ?? 'pause',
      counts,
      ...sparseOf(plan, decisions, from, to),
    },
  };
}

function endOfPart(plan: Plan, from: number): number {
  let bytes = 0;
  let to = from;
  for (const node of plan.nodes.slice(from)) {
    bytes += 90 + node.id.length + node.edges.length * 32 + (node.pick?.candidates.length ?? 0) * 7 + sparseBytes(node);
    if (to > from && bytes > PART_BYTES) break;
    to += 1;
  }
  return to;
}

/** A URL is kept out of histories: only that the source lies outside matters to a run. */
function sourceOf(node: PlanNode): SkeletonPart['skeleton']['sources'][number] {
  if (node.source === undefined) return null;
  return node.source.kind === 'url' ? { kind: 'url', url: '' } : node.source;
}

/** A run that meets claims of an older one takes them up before it pays: what they made may be finished, and its link ends. */
function priorityOf({ priority }: PlanNode, decision: NodeDecision | undefined): number {
  return decision?.state === 'open' && decision.action === 'make' ? priority + CLAIMED_FIRST : priority;
}

/** Above what anybody writes. */
const CLAIMED_FIRST = 1_000_000_000;

/** A node that is left alone but has a make counts as done, as a kept one does. */
function actionOf(decision: NodeDecision | undefined): 'k' | 'f' | 'm' | 'l' {
  if (decision === undefined) return 'l';
  if (decision.action === 'leave') return decision.identity === undefined ? 'l' : 'k';
  return decision.action === 'keep' ? 'k' : decision.action === 'fetch' ? 'f' : 'm';
}
