import type { FailureCode } from '../../plan/failures.ts';
import { kindsOf } from '../../plan/forecast/index.ts';
import type { Plan } from '../../plan/plan.ts';
import type { RenderTimes } from '../../plan/render-times.ts';
import { NODE_STATES, type NodeState, type NodeStateCode } from '../../plan/run-view.ts';
import type { SeenView } from './unproven.ts';

/** What is known of one node now. `sinceMs`: when it entered its state; `takenMs`: when a slot was first used for it. */
export type NodeNow = {
  readonly state: NodeState;
  readonly sinceMs: number;
  readonly takenMs?: number;
  readonly task?: string;
  readonly code?: FailureCode;
  readonly attempt?: number;
};

/** What a person would call news: a node's state changed to one that is worth a line. */
export type News = { readonly node: number; readonly before: NodeState; readonly now: NodeNow };

/** All that a follower of a run has learned so far, as plain data. */
export type Progress = {
  readonly plan: Plan;
  readonly nodes: readonly NodeNow[];
  /** The latest answer; its `changes` are in `nodes`. */
  readonly view: SeenView | undefined;
  /** Nodes that were kept or left out before the run began: no person is needed for them. */
  readonly decided: ReadonlySet<number>;
  /** By node: the kind that its render time is learned by. */
  readonly kinds: readonly (string | undefined)[];
  /** Of renders that ended while followed, by kind: how long each took, ms. */
  readonly took: ReadonlyMap<string, RenderTimes>;
};

/** Nothing known but the plan and what was decided before the run. */
export function startProgress(plan: Plan, decided: ReadonlySet<number> = new Set()): Progress {
  const waiting: NodeNow = { state: 'waiting', sinceMs: 0 };
  return {
    plan,
    nodes: plan.nodes.map(() => waiting),
    view: undefined,
    decided,
    kinds: kindsOf(plan),
    took: new Map(),
  };
}

/**
 * The next answer of the run taken in. Answers may repeat or overlap; unknown nodes are ignored. What was done before
 * the first answer is no news.
 */
export function applyView(
  before: Progress,
  view: SeenView,
): { readonly progress: Progress; readonly news: readonly News[] } {
  const nodes = [...before.nodes];
  const news: News[] = [];
  const took = new Map(before.took);
  for (const change of view.changes) {
    const old = nodes[change.node];
    if (old === undefined) continue;
    const state = STATE_OF[change.state];
    const takenMs = HOLDS_SLOT.has(state) ? (old.takenMs ?? change.atMs) : old.takenMs;
    const now: NodeNow = {
      state,
      sinceMs: change.atMs,
      ...(takenMs === undefined ? {} : { takenMs }),
      ...picked('task', change.task ?? old.task),
      ...picked('code', change.code),
      ...picked('attempt', change.attempt ?? old.attempt),
    };
    nodes[change.node] = now;
    const kind = before.kinds[change.node];
    if (kind !== undefined && RENDERED.has(state) && HOLDS_SLOT.has(old.state) && old.takenMs !== undefined) {
      took.set(kind, [...(took.get(kind) ?? []), Math.max(1, change.atMs - old.takenMs)]);
    }
    const told = before.view === undefined ? NEWS_AT_FIRST : NEWS;
    if (old.state !== state && told.has(state)) news.push({ node: change.node, before: old.state, now });
  }
  const around = view.around ?? before.view?.around;
  const seen = around === undefined ? view : { ...view, around };
  return { progress: { ...before, nodes, view: seen, took }, news };
}

/** States in which a node's task counts against the account's cap. */
export const HOLDS_SLOT: ReadonlySet<NodeState> = new Set(['submitting', 'queued', 'rendering', 'late']);
/** States in which nothing more happens by itself, `unsure`, `blocked` and `asking` not among them. */
export const ENDED: ReadonlySet<NodeState> = new Set(['done', 'failed', 'skipped', 'not-wanted', 'cancelled']);

const RENDERED: ReadonlySet<NodeState> = new Set(['downloading', 'done']);
const NEWS_AT_FIRST: ReadonlySet<NodeState> = new Set(['failed', 'late', 'unsure', 'blocked', 'asking']);
const NEWS: ReadonlySet<NodeState> = new Set([...ENDED, ...NEWS_AT_FIRST]);
const STATE_OF = stateOfCode();

function stateOfCode(): { readonly [code in NodeStateCode]: NodeState } {
  return {
    [NODE_STATES.waiting]: 'waiting',
    [NODE_STATES.ready]: 'ready',
    [NODE_STATES.submitting]: 'submitting',
    [NODE_STATES.queued]: 'queued',
    [NODE_STATES.rendering]: 'rendering',
    [NODE_STATES.late]: 'late',
    [NODE_STATES.downloading]: 'downloading',
    [NODE_STATES.done]: 'done',
    [NODE_STATES.failed]: 'failed',
    [NODE_STATES.skipped]: 'skipped',
    [NODE_STATES['not-wanted']]: 'not-wanted',
    [NODE_STATES.cancelled]: 'cancelled',
    [NODE_STATES.unsure]: 'unsure',
    [NODE_STATES.blocked]: 'blocked',
    [NODE_STATES.asking]: 'asking',
  };
}

function picked<K extends string, V>(key: K, value: V | undefined): { readonly [k in K]?: V } {
  const found: { [k in K]?: V } = {};
  if (value !== undefined) found[key] = value;
  return found;
}
