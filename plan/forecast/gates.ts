import type { Plan } from '../plan.ts';
import type { Waiting } from '../run/rehearsal.ts';
import type { DayPurse } from './day.ts';

export type Gates = {
  readonly plan: Plan;
  /** When the play begins, and from when on anything is submitted, ms since the epoch. */
  readonly beginMs: number;
  readonly startsMs: number;
  readonly purse?: DayPurse;
  /** Nodes at work from the beginning. */
  readonly atWork: readonly number[];
};

/**
 * What keeps a run's ready nodes from being submitted though there are slots: a pause, the day's money, and the
 * `max-parallel` of their step. Moments of `pop` and `wakeMs` count from the beginning of the play. `ended` must be
 * told of each node.
 */
export function behindGates(
  waiting: Waiting,
  { plan, beginMs, startsMs, purse, atWork }: Gates,
): Waiting & { readonly ended: (node: number) => void } {
  const parallel = new Map<string, { readonly going: Set<number>; readonly kept: number[] }>();
  const bound = (node: number) => {
    const { step, maxParallel } = plan.nodes[node] ?? {};
    if (step === undefined || maxParallel === undefined) return undefined;
    const group = parallel.get(step) ?? { going: new Set<number>(), kept: [] };
    parallel.set(step, group);
    return { group, isFull: group.going.size >= maxParallel };
  };
  const go = (node: number) => bound(node)?.group.going.add(node);
  for (const node of atWork) go(node);
  let next: number | undefined;
  let wakeMs = Math.max(0, startsMs - beginMs);

  const first = (): number | undefined => {
    for (;;) {
      const node = waiting.pop(0);
      const found = node === undefined ? undefined : bound(node);
      if (node === undefined || !found?.isFull) return node;
      found.group.kept.push(node);
    }
  };
  return {
    push: waiting.push,
    pop: (nowMs) => {
      if (nowMs < wakeMs) return undefined;
      next ??= first();
      if (next === undefined) return undefined;
      const price = plan.nodes[next]?.price ?? 0;
      const atMs = beginMs + nowMs;
      const fromMs = purse?.from(price, atMs) ?? atMs;
      if (fromMs > atMs) {
        wakeMs = fromMs - beginMs;
        return undefined;
      }
      purse?.pay(price, atMs);
      const node = next;
      next = undefined;
      go(node);
      return node;
    },
    wakeMs: () => wakeMs,
    ended: (node) => {
      const group = bound(node)?.group;
      if (!group?.going.delete(node)) return;
      const kept = group.kept.shift();
      if (kept !== undefined) waiting.push(kept);
    },
  };
}
