/** A queue that hands out the smallest by `compare` first (a binary heap). `first` and `take` throw when empty. */
export function earliestFirst<T>(compare: (a: T, b: T) => number) {
  const heap: T[] = [];
  const at = (index: number): T => {
    const found = heap[index];
    if (found === undefined) throw new Error(`an empty queue was asked for its element ${index}`);
    return found;
  };
  const swap = (a: number, b: number) => {
    const held = at(a);
    heap[a] = at(b);
    heap[b] = held;
  };
  return {
    empty: () => heap.length === 0,
    first: () => at(0),
    add(item: T): void {
      heap.push(item);
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1;
        if (compare(at(parent), at(child)) <= 0) return;
        swap(parent, child);
        child = parent;
      }
    },
    take(): T {
      swap(0, heap.length - 1);
      const taken = at(heap.length - 1);
      heap.pop();
      for (let parent = 0; 2 * parent + 1 < heap.length; ) {
        const left = 2 * parent + 1;
        const right = left + 1;
        const child = right < heap.length && compare(at(right), at(left)) < 0 ? right : left;
        if (compare(at(parent), at(child)) <= 0) break;
        swap(parent, child);
        parent = child;
      }
      return taken;
    },
  };
}
