import type { Order } from './order.ts';

/** Nodes in the order in which they are submitted. May hold some twice, or some that are ready no more. */
export type ReadyQueue = {
  readonly push: (node: number) => void;
  readonly peek: () => number | undefined;
  readonly pop: () => number | undefined;
};

/** A binary heap: O(log n) for each of 10,000 nodes. */
export function readyQueue(comesFirst: Order): ReadyQueue {
  const heap: number[] = [];
  const before = (a: number | undefined, b: number | undefined) =>
    a !== undefined && (b === undefined || comesFirst(a, b));
  const swap = (i: number, j: number) => {
    const [a, b] = [heap[i], heap[j]];
    if (a === undefined || b === undefined) return;
    heap[i] = b;
    heap[j] = a;
  };
  const rise = (from: number) => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!before(heap[at], heap[parent])) return;
      swap(at, parent);
      at = parent;
    }
  };
  const sink = () => {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const child = before(heap[left + 1], heap[left]) ? left + 1 : left;
      if (!before(heap[child], heap[at])) return;
      swap(at, child);
      at = child;
    }
  };
  return {
    push: (node) => {
      heap.push(node);
      rise(heap.length - 1);
    },
    peek: () => heap[0],
    pop: () => {
      swap(0, heap.length - 1);
      const node = heap.pop();
      sink();
      return node;
    },
  };
}
