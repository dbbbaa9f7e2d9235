import { Violation } from './violation.ts';

/** A number in [0, 1) from a seed, again and again the same. */
export function seeded(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export type Timeline = {
  readonly now: () => number;
  readonly after: (delayMs: number, act: () => void) => void;
  /** Lets time pass until `isOver`, or throws when nothing is left to happen or `mostMs` have passed. */
  readonly run: (isOver: () => boolean, mostMs: number, describe: () => string) => void;
};

type Entry = { readonly at: number; readonly order: number; readonly act: () => void };

/** Virtual time: acts in order of their time, equal times in order of their making. */
export function timeline(): Timeline {
  const heap: Entry[] = [];
  let nowMs = 1_000;
  let order = 0;
  const isBefore = (a: Entry | undefined, b: Entry | undefined) =>
    a !== undefined && (b === undefined || a.at < b.at || (a.at === b.at && a.order < b.order));
  const swap = (i: number, j: number) => {
    const [a, b] = [heap[i], heap[j]];
    if (a !== undefined && b !== undefined) [heap[i], heap[j]] = [b, a];
  };
  const push = (entry: Entry) => {
    let at = heap.push(entry) - 1;
    for (let up = (at - 1) >> 1; at > 0 && isBefore(heap[at], heap[up]); up = (at - 1) >> 1) {
      swap(at, up);
      at = up;
    }
  };
  const pop = () => {
    swap(0, heap.length - 1);
    const first = heap.pop();
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const down = isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
      if (!isBefore(heap[down], heap[at])) return first;
      swap(at, down);
      at = down;
    }
  };
  return {
    now: () => nowMs,
    after: (delayMs, act) => {
      order += 1;
      push({ at: nowMs + Math.max(0, Math.round(delayMs)), order, act });
    },
    run: (isOver, mostMs, describe) => {
      const endMs = nowMs + mostMs;
      while (!isOver()) {
        const next = pop();
        if (next === undefined || next.at > endMs) throw new Violation('stuck', describe());
        nowMs = next.at;
        next.act();
      }
    },
  };
}
