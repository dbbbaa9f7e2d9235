import type { NodeStateCode } from '../run-view.ts';
import type { Bound, Range, Skeleton } from '../skeleton.ts';
import type { Order } from './order.ts';
import type { ReadyQueue } from './ready.ts';
import { readyQueue } from './ready.ts';

/**
 * A step whose `strategy` bounds its units, and what follows from their states. A unit is a node, known by its index,
 * or one use of a pipeline, known by its first node.
 */
export type Group = Bound & {
  /** Which of the skeleton's bounds it is. */
  readonly at: number;
  /** Pipelines inside of one unit whose failures count as not wanted here. */
  readonly lenient: readonly Range[];
  /** Nodes that are ready for a slot, those that rest included. */
  ready: number;
  /** Nodes that have failed, by unit. */
  readonly failed: Map<number, number>;
  /** Nodes that are at work, or ready to be, by unit. */
  readonly active: Map<number, number>;
  /** Ready nodes that wait for the end of another unit. */
  readonly waiting: ReadyQueue;
  readonly waitingLocals: number[];
};

export function openGroups(skeleton: Skeleton, comesFirst: Order): readonly Group[] {
  return (skeleton.bounds ?? []).map((bound, at) => ({
    ...bound,
    at,
    lenient: (skeleton.lenient ?? []).filter((range) => isInUnit(bound, range)),
    ready: 0,
    failed: new Map(),
    active: new Map(),
    waiting: readyQueue(comesFirst),
    waitingLocals: [],
  }));
}

/** Each node's groups, by the node's index: its own step's, and those of the uses that it is a part of. */
export function groupsByNode(groups: readonly Group[]): readonly (readonly Group[] | undefined)[] {
  const all: Group[][] = [];
  for (const group of groups) {
    for (let node = group.from; node < group.to; node += 1) {
      const known = all[node] ?? [];
      all[node] = known;
      known.push(group);
    }
  }
  return all;
}

/** The unit of the group that a node belongs to. */
export function unitOf({ starts }: Bound, node: number): number {
  if (starts === undefined) return node;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= node) low = middle;
    else high = middle - 1;
  }
  return starts[low] ?? node;
}

/** The nodes of a unit. */
export function rangeOf({ starts, to }: Bound, unit: number): Range {
  if (starts === undefined) return { from: unit, to: unit + 1 };
  return { from: unit, to: starts[starts.indexOf(unit) + 1] ?? to };
}

/** A node of the group has come into a state (`by` 1) or left it (-1). */
export function tally(group: Group, node: number, state: NodeStateCode, by: 1 | -1): void {
  if (state === 'F' && !group.lenient.some((range) => isIn(range, node))) add(group.failed, unitOf(group, node), by);
  if (group.starts !== undefined && ACTIVE.has(state)) add(group.active, unitOf(group, node), by);
}

export function isIn({ from, to }: Range, node: number): boolean {
  return node >= from && node < to;
}

/** One unit of the bound holds all of the range. */
function isInUnit(bound: Bound, { from, to }: Range): boolean {
  return from >= bound.from && to <= bound.to && unitOf(bound, from) === unitOf(bound, to - 1);
}

/** What goes on by itself, or with a slot, money or a person's answer; what waits or is blocked may stand for good. */
const ACTIVE: ReadonlySet<NodeStateCode> = new Set(['r', 's', 'q', 'p', 'l', 'd', 'a']);

function add(counts: Map<number, number>, unit: number, by: 1 | -1): void {
  const count = (counts.get(unit) ?? 0) + by;
  if (count === 0) counts.delete(unit);
  else counts.set(unit, count);
}
