import type { Plan, PlanNode } from '../../plan/plan.ts';
import { NODE_STATES, type NodeChange, type NodeState, type RunView } from '../../plan/run-view.ts';

/** A plan of the overnight batch in small: drafts in two looks, a pick, finals, a chain, a reel. */
export function batchPlan(shots = 3): Plan {
  const drafts = range(shots).flatMap((shot) => ['cool', 'warm'].map((look) => node(`draft@s${shot}--${look}`)));
  const picks = range(shots).map((shot) =>
    node(`choose@s${shot}`, {
      kind: 'pick',
      price: 0,
      seconds: 0,
      renderMs: 0,
      edges: [0, 1].map((look) => ({ node: 2 * shot + look, kind: 'candidate' })),
      pick: { candidates: [2 * shot, 2 * shot + 1], choose: 1, onTimeout: 'pause' },
    }),
  );
  const finals = range(shots).map((shot) =>
    node(`final@s${shot}`, {
      kind: 'promote',
      price: 743_750,
      renderMs: 90_000,
      edges: [{ node: 2 * shots + shot, kind: 'direct' }],
      source: { kind: 'pick', pick: 2 * shots + shot },
      fields: { model: 'skyreels-v4-std', resolution: '1080p' },
    }),
  );
  const walk = (link: string, from: number) =>
    node(`walk--${link}`, {
      kind: 'link',
      link,
      price: 2_125_000,
      seconds: 8,
      renderMs: 120_000,
      edges: [{ node: from, kind: 'direct' }],
      source: { kind: 'node', node: from },
    });
  const reel = node('reel', {
    kind: 'concat',
    price: 0,
    seconds: 0,
    renderMs: 0,
    edges: range(shots).map((shot) => ({ node: 3 * shots + shot, kind: 'needs' })),
  });
  const nodes = [...drafts, ...picks, ...finals, walk('turn', 3 * shots), walk('leave', 4 * shots), reel];
  return plan(nodes);
}

export function plan(nodes: readonly PlanNode[], more: Partial<Plan> = {}): Plan {
  return {
    version: 1,
    pipeline: 'overnight-batch',
    name: 'aurora-teaser',
    file: 'pipelines/overnight-batch.yaml',
    inputs: {},
    vars: {},
    account: 'default',
    api: 'qingbo-seed-2026-04',
    priority: 0,
    weight: 1,
    nodes,
    outputs: {},
    ...more,
  };
}

/** A draft of 5 s for $0.34 unless told otherwise. */
export function node(id: string, more: Partial<PlanNode> = {}): PlanNode {
  const [before = '', key = ''] = id.split('@');
  return {
    id,
    step: before.split('--')[0] ?? before,
    key,
    kind: 'generate',
    matrix: {},
    edges: [],
    fields: { model: 'skyreels-v4-fast', resolution: '480p', duration: 5, prompt: id },
    price: 170_000,
    seconds: 5,
    renderMs: 60_000,
    retry: 3,
    frozen: false,
    onAmbiguous: 'hold',
    priority: 0,
    ...more,
  };
}

/** A run's answer in which the named nodes changed; counts are those of `states` (every node's, by index). */
export function view(states: readonly NodeState[], more: Partial<RunView> = {}): RunView {
  const counts: { [state in NodeState]?: number } = {};
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  const used = states.filter((state) => ['submitting', 'queued', 'rendering', 'late'].includes(state)).length;
  return {
    cursor: 1,
    total: states.length,
    loaded: true,
    counts,
    current: 0,
    changes: states.map((state, at) => change(at, state)),
    money: { planned: 9_000_000, reserved: 0, spent: 0, refunded: 0, limit: null },
    slots: { held: used, used, limit: 5, waiting: false },
    cancelled: false,
    startedMs: 0,
    over: false,
    ...more,
  };
}

export function change(at: number, state: NodeState, atMs = 1000, more: Partial<NodeChange> = {}): NodeChange {
  return { node: at, state: NODE_STATES[state], atMs, ...more };
}

function range(length: number): readonly number[] {
  return [...Array(length).keys()];
}
