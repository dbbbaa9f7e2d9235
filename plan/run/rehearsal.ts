import type { Graph } from './graph.ts';
import type { Order } from './order.ts';
import { readyQueue } from './ready.ts';

type Task = { readonly node: number; readonly endMs: number };

/**
 * How long a run would take (ms) if every node took exactly `takesMs` of one of `slots` slots, people answered at once,
 * and of the ready nodes the one that `comesFirst` were always begun first. A node that takes no time needs no slot.
 */
export function rehearse(
  graph: Graph,
  play: { readonly takesMs: readonly number[]; readonly comesFirst: Order; readonly slots: number },
): number {
  const { takesMs, slots } = play;
  const open = [...graph.open];
  const ready = readyQueue(play.comesFirst);
  const going: Task[] = [];
  let nowMs = 0;

  const end = (ended: number) => {
    const over = [ended];
    for (let node = over.pop(); node !== undefined; node = over.pop()) {
      for (const next of graph.dependents[node] ?? []) {
        const left = (open[next] ?? 0) - 1;
        open[next] = left;
        if (left === 0) begin(next, over);
      }
    }
  };
  const begin = (node: number, over: number[]) => {
    if ((takesMs[node] ?? 0) > 0) ready.push(node);
    else over.push(node);
  };

  const free: number[] = [];
  graph.open.forEach((count, node) => {
    if (count === 0) begin(node, free);
  });
  for (const node of free) end(node);
  const fill = () => {
    while (going.length < slots) {
      const node = ready.pop();
      if (node === undefined) return;
      going.push({ node, endMs: nowMs + (takesMs[node] ?? 0) });
    }
  };
  fill();
  for (;;) {
    const first = going.reduce<Task | undefined>((a, b) => (a === undefined || b.endMs < a.endMs ? b : a), undefined);
    if (first === undefined) return nowMs;
    nowMs = first.endMs;
    going.splice(going.indexOf(first), 1);
    // Its slot is used again at once, and what waits for its file is ready a moment later.
    fill();
    end(first.node);
    fill();
  }
}
