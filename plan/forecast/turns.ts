import type { Waiting } from '../run/rehearsal.ts';
import type { Rival } from './outlook.ts';

/** Renders of other runs stand behind the plan's nodes: node `from + n` is the nth of them. */
export type Renders = { readonly from: number; readonly of: readonly number[]; readonly underWay: readonly number[] };

/** The renders of rivals as nodes; `takesMs` gets their times. Those under way end spread over one render's time. */
export function rivalRenders(rivals: readonly Rival[], takesMs: number[]): Renders {
  const from = takesMs.length;
  const of: number[] = [];
  const underWay: number[] = [];
  rivals.forEach(({ held, waiting, ms }, rival) => {
    for (let n = 0; n < held + waiting; n += 1) {
      if (n < held) underWay.push(takesMs.length);
      takesMs.push(n < held ? (ms * (n + 0.5)) / held : ms);
      of.push(rival);
    }
  });
  return { from, of, underWay };
}

type Claimant = {
  readonly weight: number;
  readonly prio: number;
  usedMs: number;
  readonly next: () => number | undefined;
};

/**
 * The account's turns: of those that have something waiting the higher priority, then who has had the least slot time
 * for its weight. `isOver`: nothing of ours is left, so that the others' turns do not matter any more.
 */
export function takingTurns(
  waiting: Waiting,
  {
    weight,
    prio,
    rivals,
    renders,
    takesMs,
    isOver,
  }: {
    /** Ours. */
    readonly weight: number;
    readonly prio: number;
    readonly rivals: readonly Rival[];
    readonly renders: Renders;
    readonly takesMs: readonly number[];
    readonly isOver: () => boolean;
  },
): Waiting {
  if (rivals.length === 0) return waiting;
  const bags = rivals.map((): number[] => []);
  const busy = new Set(renders.underWay);
  renders.of.forEach((rival, at) => {
    if (!busy.has(renders.from + at)) bags[rival]?.push(renders.from + at);
  });
  const claimants: readonly Claimant[] = [
    { weight, prio, usedMs: 0, next: () => undefined },
    ...rivals.map((rival, at) => ({ weight: rival.weight, prio: rival.prio, usedMs: 0, next: () => bags[at]?.pop() })),
  ];
  const order = (nowMs: number) =>
    claimants
      .map((claimant, at) => ({ claimant, next: at === 0 ? () => waiting.pop(nowMs) : claimant.next }))
      .sort((a, b) => b.claimant.prio - a.claimant.prio || a.claimant.usedMs - b.claimant.usedMs);
  return {
    ...waiting,
    pop: (nowMs) => {
      if (isOver()) return undefined;
      for (const { claimant, next } of order(nowMs)) {
        const node = next();
        if (node === undefined) continue;
        claimant.usedMs += (takesMs[node] ?? 0) / claimant.weight;
        return node;
      }
      return undefined;
    },
  };
}
