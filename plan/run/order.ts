import type { Skeleton } from '../skeleton.ts';

/** True if node `a` is submitted before `b`: the higher priority, then the order of the file. */
export function comesFirst(skeleton: Skeleton, a: number, b: number): boolean {
  const byPriority = (skeleton.priorities[b] ?? 0) - (skeleton.priorities[a] ?? 0);
  return byPriority < 0 || (byPriority === 0 && a < b);
}
