import type { Skeleton } from '../skeleton.ts';

/** Who waits for a node, and for how many nodes each still waits. */
export type Graph = { readonly dependents: readonly (readonly number[])[]; readonly open: number[] };

export function graphOf(skeleton: Pick<Skeleton, 'total' | 'edges'>): Graph {
  const dependents: number[][] = Array.from({ length: skeleton.total }, () => []);
  const open = Array.from({ length: skeleton.total }, (_, node) => skeleton.edges[node]?.length ?? 0);
  skeleton.edges.forEach((edges, node) => {
    for (const edge of edges) dependents[edge.node]?.push(node);
  });
  return { dependents, open };
}
