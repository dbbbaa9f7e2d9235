import type { Skeleton } from '../skeleton.ts';
import type { Graph } from './graph.ts';
import { readyQueue } from './ready.ts';
import { rehearse } from './rehearsal.ts';
import { remainingMsOf } from './remaining.ts';

/** True if ready node `a` is submitted before `b`. */
export type Order = (a: number, b: number) => boolean;

/** What an order follows from. */
type Planned = Pick<Skeleton, 'total' | 'edges' | 'actions' | 'renderMs' | 'priorities'>;

/** The vendor's cap (seed page, "Limits"). With another one the order is less good, and never wrong. */
const SLOTS = 5;
/** So many nodes are played in all, about 20 ms: a small run is rehearsed often, one of 10,000 nodes twice. */
const NODES_PLAYED = 20_000;
const MOST_TRIES = 128;
/** Chains count as up to so much shorter; measured: 0.3 to 0.6 find the best orders of the example pipelines soonest. */
const MOST_SHORTENED = 0.6;
/** Another order must be better by so much, or people wonder for nothing why the order is not the file's. */
const WORTH_IT = 0.99;
/** Marsaglia's, for his xorshift of 32 bits. */
const SEED = 2_463_534_242;

/**
 * The order of a run: the higher priority, then what the longest chain of renders waits for, so that a chain does not
 * start last, then the order of the file. Where whole tasks leave slots idle at the end, other mixtures of long and
 * short chains are rehearsed, and the best is taken. It follows from the skeleton alone, so replays come to the same.
 */
export function orderOf(skeleton: Planned, graph: Graph): Order {
  // What is not to be made takes no time.
  const takesMs = skeleton.renderMs.map((ms, node) => (skeleton.actions[node] === 'm' ? ms : 0));
  const remainingMs = remainingMsOf(skeleton, graph, takesMs);
  const leastMs = Math.max(maximum(remainingMs), leastOf(takesMs.filter((ms) => ms > 0)));
  const timeOf = (comesFirst: Order) => rehearse(graph, { takesMs, waiting: readyQueue(comesFirst), slots: SLOTS });
  const plain = byKey(skeleton, remainingMs);
  let best = { order: plain, ms: timeOf(plain) };
  const worthIt = best.ms * WORTH_IT;
  const random = randomFrom(SEED);
  const tries = Math.min(MOST_TRIES, Math.floor(NODES_PLAYED / skeleton.total));
  for (let n = 0; n < tries && best.ms * WORTH_IT > leastMs; n += 1) {
    const order = byKey(
      skeleton,
      remainingMs.map((ms) => ms * (1 - MOST_SHORTENED * random())),
    );
    const ms = timeOf(order);
    if (ms < best.ms) best = { order, ms };
  }
  return best.ms < worthIt ? best.order : plain;
}

/** No order takes less: all slots busy to the end, and in each as many whole tasks as the fullest must hold. */
function leastOf(takesMs: readonly number[]): number {
  const work = takesMs.reduce((sum, ms) => sum + ms, 0);
  const shortest = takesMs.reduce((least, ms) => Math.min(least, ms), work);
  return Math.max(work / SLOTS, Math.ceil(takesMs.length / SLOTS) * shortest);
}

function byKey(skeleton: Planned, key: readonly number[]): Order {
  return (a, b) => {
    const by = (skeleton.priorities[b] ?? 0) - (skeleton.priorities[a] ?? 0) || (key[b] ?? 0) - (key[a] ?? 0);
    return by < 0 || (by === 0 && a < b);
  };
}

function maximum(numbers: readonly number[]): number {
  return numbers.reduce((most, one) => Math.max(most, one), 0);
}

/** Xorshift: numbers in [0, 1), always the same. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
