import type { Skeleton } from '../skeleton.ts';
import type { Graph } from './graph.ts';

/**
 * By node: how long (ms) the longest chain of renders that begins with it takes, the critical path from there, where each
 * node by itself takes `takesMs`. O(nodes + edges), with no recursion: chains may be long.
 */
export function remainingMsOf(
  { total, edges }: Pick<Skeleton, 'total' | 'edges'>,
  { dependents }: Graph,
  takesMs: readonly number[],
): readonly number[] {
  const after = Array.from({ length: total }, () => 0);
  const remaining = Array.from({ length: total }, () => 0);
  const unseen = dependents.map((nodes) => nodes.length);
  const last = Array.from(unseen.keys()).filter((node) => unseen[node] === 0);
  for (let node = last.pop(); node !== undefined; node = last.pop()) {
    const ms = (takesMs[node] ?? 0) + (after[node] ?? 0);
    remaining[node] = ms;
    for (const edge of edges[node] ?? []) {
      after[edge.node] = Math.max(after[edge.node] ?? 0, ms);
      const left = (unseen[edge.node] ?? 0) - 1;
      unseen[edge.node] = left;
      if (left === 0) last.push(edge.node);
    }
  }
  return remaining;
}
