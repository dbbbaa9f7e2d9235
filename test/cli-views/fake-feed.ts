import type { Plan } from '../../plan/plan.ts';
import { NODE_STATES, type NodeChange, type NodeState, type RunView } from '../../plan/run-view.ts';

/** A run that exists in this process only: each call of `next` lets `stepMs` of its time pass. Nothing waits. */
export function fakeFeed(
  plan: Plan,
  options: { readonly stepMs: number; readonly slots?: number; readonly endless?: boolean },
) {
  const { stepMs, slots = 5 } = options;
  const states: NodeState[] = plan.nodes.map(() => 'waiting');
  const since: number[] = plan.nodes.map(() => 0);
  let nowMs = 0;
  let cursor = 0;
  let spent = 0;
  let changes: NodeChange[] = [];
  const set = (at: number, state: NodeState) => {
    states[at] = state;
    since[at] = nowMs;
    changes.push({
      node: at,
      state: NODE_STATES[state],
      atMs: nowMs,
      ...(state === 'failed' ? { code: 'CONTENT_REFUSED' } : {}),
    });
  };
  const used = () => states.filter((state) => state === 'queued' || state === 'rendering').length;
  const step = () => {
    nowMs += stepMs;
    plan.nodes.forEach((node, at) => {
      const state = states[at];
      const age = nowMs - (since[at] ?? 0);
      if (state === 'queued' && age >= node.renderMs * 0.1) set(at, 'rendering');
      else if (state === 'rendering' && age >= node.renderMs) set(at, at === 1 ? 'failed' : 'downloading');
      else if (state === 'downloading' || (state === 'asking' && !options.endless && age >= stepMs)) {
        spent += node.price;
        set(at, 'done');
      }
      if (state !== 'waiting') return;
      const ready = node.edges.every((edge) =>
        ['done', ...(edge.kind === 'direct' ? [] : ['failed'])].includes(states[edge.node] ?? ''),
      );
      if (!ready) return;
      if (node.kind === 'pick') set(at, 'asking');
      else if (node.renderMs === 0) set(at, 'done');
      else if (used() < slots) set(at, 'queued');
    });
  };
  return {
    nowMs: () => nowMs,
    next: async (): Promise<RunView> => {
      step();
      const counts: { [state in NodeState]?: number } = {};
      for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
      const sent = changes;
      changes = [];
      cursor += sent.length;
      const planned = plan.nodes.reduce((sum, node) => sum + node.price, 0);
      return {
        cursor,
        total: plan.nodes.length,
        loaded: true,
        counts,
        current: 0,
        changes: sent,
        money: { planned, reserved: used() * 170_000, spent, refunded: 0, limit: 20_000_000 },
        slots: { held: used(), used: used(), limit: slots, waiting: false },
        cancelled: false,
        startedMs: 0,
        over: !options.endless && states.every((state) => ['done', 'failed', 'skipped'].includes(state)),
      };
    },
  };
}
