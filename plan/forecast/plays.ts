import { graphOf } from '../run/graph.ts';
import { orderOf } from '../run/order.ts';
import { endsOfDays } from './day.ts';
import { drawsOf } from './draws.ts';
import type { Outlook, Rival } from './outlook.ts';
import { perform, type Stage } from './perform.ts';
import { prospectOf } from './prospect.ts';

/** One way in which a run may go. */
export type Play = {
  /** By node: when it has ended, ms since the epoch, without anybody's answer; Infinity: not without one. */
  readonly endsMs: Float64Array;
  /** When nothing goes on any more, ms since the epoch: all is done, or waits for a person. */
  readonly untilMs: number;
  /** How long the rest takes after the last answer, ms; undefined: nothing is left. */
  readonly restMs: number | undefined;
};

/** So many nodes are played in all, about 0.2 s: a hundred plays of a small run, ten of 10,000 nodes. */
const NODES_PLAYED = 100_000;
const MOST = 100;
const LEAST = 10;

/** Plays a run through many times, in the order in which it will be submitted, each time with other render times. */
export function playsOf(outlook: Outlook): readonly Play[] {
  const { plan, around } = outlook;
  const prospect = prospectOf(outlook);
  const { nodes } = plan;
  const skeleton = {
    total: nodes.length,
    edges: nodes.map((node) => node.edges),
    actions: prospect.standings.map((standing) => (standing === 'over' ? 'k' : 'm')).join(''),
    renderMs: nodes.map((node) => node.renderMs),
    priorities: nodes.map((node) => node.priority),
  };
  const graph = graphOf(skeleton);
  const stage = { outlook, prospect, graph, order: orderOf(skeleton, graph), draws: drawsOf(outlook) };
  const endOfDay = around.day === undefined ? undefined : endsOfDays(around.day.zone);
  const many = Math.max(LEAST, Math.min(MOST, Math.floor(NODES_PLAYED / (nodes.length + rendersOf(around.rivals)))));
  return Array.from({ length: many }, (_, number) => playOf({ ...stage, ...(endOfDay && { endOfDay }) }, number));
}

function rendersOf(rivals: readonly Rival[]): number {
  return rivals.reduce((sum, { held, waiting }) => sum + held + waiting, 0);
}

function playOf(stage: Stage, number: number): Play {
  const { outlook, prospect } = stage;
  const { nowMs, plan, around } = outlook;
  const endsMs = new Float64Array(plan.nodes.length).fill(Number.POSITIVE_INFINITY);
  const draw = stage.draws(number);
  const rivals = around.rivals.map((rival) => ({ ...rival }));
  let lastMs = 0;
  perform(stage, {
    ...{
      draw,
      rivals: around.rivals,
      beginMs: nowMs,
      startsMs: around.pausedUntilMs ?? nowMs,
      spent: around.day?.spent,
    },
    isOver: (at) => prospect.standings[at] === 'over',
    takesNoTime: () => false,
    ended: (at, atMs) => {
      endsMs[at] = nowMs + atMs;
      if (prospect.standings[at] !== 'over') lastMs = Math.max(lastMs, atMs);
    },
    rivalEnded: (at) => {
      const rival = rivals[at];
      if (rival !== undefined) rivals[at] = { ...rival, waiting: Math.max(0, rival.waiting - 1) };
    },
  });
  const untilMs = nowMs + lastMs;
  if (endsMs.every((ms) => ms < Number.POSITIVE_INFINITY)) return { endsMs, untilMs, restMs: undefined };
  // Told from the last answer on, whenever that is; what was at the vendor has ended by then.
  const restMs = perform(stage, {
    ...{ draw, rivals, beginMs: untilMs, startsMs: untilMs, spent: spentBy(stage, endsMs, untilMs) },
    isOver: (at) => prospect.standings[at] === 'over' || (endsMs[at] ?? 0) < Number.POSITIVE_INFINITY,
    takesNoTime: (at) => prospect.people.has(at),
    ended: () => undefined,
    rivalEnded: () => undefined,
  });
  return { endsMs, untilMs, restMs };
}

/** Of the day's money at `atMs`, as far as it is still the same day: what ended until then was paid. */
function spentBy({ outlook, prospect, endOfDay }: Stage, endsMs: Float64Array, atMs: number): number | undefined {
  const { plan, nowMs, around } = outlook;
  if (around.day === undefined || endOfDay === undefined) return undefined;
  if (endOfDay(nowMs) !== endOfDay(atMs)) return 0;
  return plan.nodes.reduce((sum, { price }, at) => {
    const isPaid = prospect.standings[at] === 'ahead' && (endsMs[at] ?? 0) <= atMs;
    return isPaid ? sum + price : sum;
  }, around.day.spent);
}
