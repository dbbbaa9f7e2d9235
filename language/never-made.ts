import type { Draft } from './draft.ts';

/** The nodes that no run makes: their `if` is false, or what they directly refer to is one of them. */
export function neverMade(drafts: readonly Draft[], order: readonly number[]): ReadonlySet<number> {
  const never = new Set<number>();
  for (const index of order) {
    const node = drafts[index]?.node;
    if (node === undefined) continue;
    const { condition, edges, pick } = node;
    const isLeft = edges.some((edge) => edge.kind === 'direct' && never.has(edge.node));
    const isEmpty = pick?.candidates.every((candidate) => never.has(candidate));
    if (condition?.kind === 'never' || isLeft || isEmpty) never.add(index);
  }
  return never;
}
