import type { Bound } from '../plan/skeleton.ts';

/** What a bound counts a node under: itself, or the use of a pipeline that it belongs to. */
export function unitOf({ starts }: Bound, node: number): number {
  return starts?.findLast((start) => start <= node) ?? node;
}
