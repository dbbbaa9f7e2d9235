import type { Plan } from '../plan.ts';

/**
 * The nodes' indices so that each comes after what it waits for: level by level, sorted by name within a level, so
 * that names are paired in sorted order. Nodes in a cycle (the language refuses them) come last.
 */
export function upstreamFirst(plan: Plan): readonly number[] {
  const open = plan.nodes.map((node) => node.edges.length);
  const after = plan.nodes.map((): number[] => []);
  plan.nodes.forEach((node, index) => {
    for (const edge of node.edges) after[edge.node]?.push(index);
  });
  const order: number[] = [];
  let level = [...plan.nodes.keys()].filter((index) => open[index] === 0);
  while (level.length > 0) {
    level.sort((a, b) => ((plan.nodes[a]?.id ?? '') < (plan.nodes[b]?.id ?? '') ? -1 : 1));
    order.push(...level);
    level = level.flatMap((index) => (after[index] ?? []).filter((next) => freed(open, next)));
  }
  if (order.length === plan.nodes.length) return order;
  const seen = new Set(order);
  return [...order, ...[...plan.nodes.keys()].filter((index) => !seen.has(index))];
}

function freed(open: number[], node: number): boolean {
  const left = (open[node] ?? 1) - 1;
  open[node] = left;
  return left === 0;
}
