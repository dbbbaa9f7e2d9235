import type { Graph } from '../run/graph.ts';
import type { Order } from '../run/order.ts';
import { readyQueue } from '../run/ready.ts';
import { rehearse } from '../run/rehearsal.ts';
import { dayPurse } from './day.ts';
import type { drawsOf } from './draws.ts';
import { behindGates } from './gates.ts';
import type { Outlook, Rival } from './outlook.ts';
import type { Prospect } from './prospect.ts';
import { rivalRenders, takingTurns } from './turns.ts';

/** What all plays of a run have in common. */
export type Stage = {
  readonly outlook: Outlook;
  readonly prospect: Prospect;
  readonly graph: Graph;
  readonly order: Order;
  readonly draws: ReturnType<typeof drawsOf>;
  readonly endOfDay?: (ms: number) => number;
};

type Staging = {
  readonly draw: (node: number, elapsedMs: number) => number;
  readonly rivals: readonly Rival[];
  /** When it begins, and from when on anything is submitted, ms since the epoch. */
  readonly beginMs: number;
  readonly startsMs: number;
  readonly spent: number | undefined;
  readonly isOver: (node: number) => boolean;
  /** A question that is answered at once, trouble that is gone. */
  readonly takesNoTime: (node: number) => boolean;
  readonly ended: (node: number, atMs: number) => void;
  readonly rivalEnded: (rival: number) => void;
};

/** One play; how long it took, ms. */
export function perform({ outlook, prospect, graph, order, endOfDay }: Stage, how: Staging): number {
  const { plan, slots, around } = outlook;
  const { people, patienceMs, standings } = prospect;
  const underWay: number[] = [];
  const takesMs = plan.nodes.map(({ renderMs }, at) => {
    if (how.isOver(at) || how.takesNoTime(at)) return 0;
    if (people.has(at)) return Number.POSITIVE_INFINITY;
    const standing = standings[at];
    if (renderMs === 0) return patienceMs.get(at) ?? 0;
    if (typeof standing !== 'object') return how.draw(at, 0);
    underWay.push(at);
    return how.draw(at, standing.elapsedMs);
  });
  let left = takesMs.filter((ms) => ms > 0 && ms < Number.POSITIVE_INFINITY).length;
  const total = plan.nodes.length;
  const renders = rivalRenders(how.rivals, takesMs);
  const purse =
    around.day === undefined || endOfDay === undefined
      ? undefined
      : dayPurse({ ...around.day, spent: how.spent ?? 0 }, how.beginMs, endOfDay);
  const gates = behindGates(readyQueue(order), {
    ...{ plan, beginMs: how.beginMs, startsMs: how.startsMs, atWork: underWay, ...(purse && { purse }) },
  });
  const waiting = takingTurns(gates, {
    ...{ weight: plan.weight, prio: plan.priority, rivals: how.rivals, renders, takesMs, isOver: () => left === 0 },
  });
  let lastMs = 0;
  rehearse(graph, {
    ...{ takesMs, waiting, slots: around.slots ?? slots },
    underWay: [...underWay, ...renders.underWay],
    needsNoSlot: (node) => patienceMs.has(node),
    ended: (node, atMs) => {
      if (node >= total) {
        how.rivalEnded(renders.of[node - renders.from] ?? -1);
        return;
      }
      if ((takesMs[node] ?? 0) > 0) left -= 1;
      lastMs = atMs;
      gates.ended(node);
      how.ended(node, atMs);
    },
  });
  return lastMs;
}
