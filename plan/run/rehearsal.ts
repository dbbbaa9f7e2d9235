import type { Graph } from './graph.ts';

/** Who is next for a slot. Whatever is pushed waits in it; `wakeMs`: when it may have somebody it has not now. */
export type Waiting = {
  readonly push: (node: number) => void;
  readonly pop: (nowMs: number) => number | undefined;
  readonly wakeMs?: () => number;
};

export type Rehearsal = {
  /** By node. One that takes no time needs no slot; one that takes Infinity never ends. */
  readonly takesMs: readonly number[];
  readonly waiting: Waiting;
  readonly slots: number;
  /** Nodes that hold a slot from the beginning. */
  readonly underWay?: readonly number[];
  /** True for a node that takes time, but no slot. */
  readonly needsNoSlot?: (node: number) => boolean;
  readonly ended?: (node: number, atMs: number) => void;
};

type Task = { readonly node: number; readonly endMs: number; readonly slot: boolean };

/** How long a run would take (ms), people answering at once: of the ready nodes `waiting` says which is begun next. */
export function rehearse(graph: Graph, rehearsal: Rehearsal): number {
  const { takesMs, slots, waiting, underWay = [], needsNoSlot, ended } = rehearsal;
  const open = [...graph.open];
  const going: Task[] = [];
  let used = 0;
  let nowMs = 0;

  const end = (first: number) => {
    const over = [first];
    for (let node = over.pop(); node !== undefined; node = over.pop()) {
      ended?.(node, nowMs);
      for (const next of graph.dependents[node] ?? []) {
        const left = (open[next] ?? 0) - 1;
        open[next] = left;
        if (left === 0) begin(next, over);
      }
    }
  };
  const started = new Set(underWay);
  const begin = (node: number, over: number[]) => {
    if (started.has(node)) return;
    const ms = takesMs[node] ?? 0;
    if (ms <= 0) over.push(node);
    else if (needsNoSlot?.(node)) going.push({ node, endMs: nowMs + ms, slot: false });
    else if (ms < Number.POSITIVE_INFINITY) waiting.push(node);
  };
  const use = (node: number) => {
    going.push({ node, endMs: nowMs + (takesMs[node] ?? 0), slot: true });
    used += 1;
  };
  const fill = () => {
    while (used < slots) {
      const node = waiting.pop(nowMs);
      if (node === undefined) return;
      use(node);
    }
  };

  for (const node of underWay) use(node);
  const free: number[] = [];
  graph.open.forEach((count, node) => {
    if (count === 0) begin(node, free);
  });
  for (const node of free) end(node);
  fill();
  for (;;) {
    const first = going.reduce<Task | undefined>((a, b) => (a === undefined || b.endMs < a.endMs ? b : a), undefined);
    const wakeMs = used < slots ? (waiting.wakeMs?.() ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    if (wakeMs > nowMs && wakeMs < (first?.endMs ?? Number.POSITIVE_INFINITY)) {
      nowMs = wakeMs;
      fill();
      continue;
    }
    if (first === undefined || first.endMs === Number.POSITIVE_INFINITY) return nowMs;
    nowMs = first.endMs;
    going.splice(going.indexOf(first), 1);
    if (first.slot) used -= 1;
    // Its slot is used again at once, and what waits for its file is ready a moment later.
    fill();
    end(first.node);
    fill();
  }
}
