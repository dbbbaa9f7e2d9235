import type { NodeStateCode } from '../run-view.ts';
import type { Skeleton } from '../skeleton.ts';
import { move, readCode } from './board.ts';
import type { RunCommand } from './events.ts';
import type { Graph } from './graph.ts';
import { graphOf } from './graph.ts';
import { type Order, orderOf } from './order.ts';
import type { ReadyQueue } from './ready.ts';
import { readyQueue } from './ready.ts';
import { soonestOf } from './rest.ts';
import type { RunState } from './state.ts';
import type { Group } from './unit.ts';
import { groupsByNode, openGroups } from './unit.ts';

/** Who the run is: constant over its executions. */
export type RunIdentity = {
  /** firstExecutionRunId. */
  readonly key: string;
  /** Workflow id. */
  readonly id: string;
  readonly speed: number;
};

/** A run while it is worked on: the carried state, and what follows from it and the skeleton. */
export type Run = {
  readonly who: RunIdentity;
  readonly skeleton: Skeleton;
  readonly state: RunState;
  readonly states: NodeStateCode[];
  readonly graph: Graph;
  readonly comesFirst: Order;
  readonly ready: ReadyQueue;
  /** Nodes whose edges changed and must be judged. */
  readonly due: number[];
  /** Work on files and picks that waits its turn: paid files first, then local nodes. */
  readonly files: number[];
  readonly locals: number[];
  /** Nodes whose `if` is to be evaluated, and those for which that is under way, by the states that it was asked for. */
  readonly unjudged: number[];
  readonly judging: Map<number, string>;
  readonly tolerant: ReadonlySet<number>;
  /** The bounded steps, and by node those that it belongs to. */
  readonly groups: readonly Group[];
  readonly groupsOf: readonly (readonly Group[] | undefined)[];
  /** Nodes whose file or question is being worked on. */
  readonly out: Set<number>;
  /** Nodes whose unsure claim is being followed. */
  readonly unsure: Set<number>;
  readonly counts: Map<NodeStateCode, number>;
  /** Ready nodes that need a slot, those that rest included. */
  readyPaid: number;
  used: number;
  /** Submits and recoveries under way: they must end before the execution does. */
  vital: number;
  /** No submit, recovery or signal is begun any more. */
  holding: boolean;
  nowMs: number;
  /** Nothing that rests, and no question, ends before. */
  soonestMs: number;
  commands: RunCommand[];
  readonly changedAt: number[];
  readonly sinceMs: number[];
};

/** Puts a run together from its skeleton and its state; the work is O(nodes), once an execution. */
export function openRun(skeleton: Skeleton, who: RunIdentity, state: RunState): Run {
  const graph = graphOf(skeleton);
  const comesFirst = orderOf(skeleton, graph);
  const groups = openGroups(skeleton, comesFirst);
  const run: Run = {
    who,
    skeleton,
    state,
    states: Array.from({ length: skeleton.total }, () => 'w' as const),
    graph,
    comesFirst,
    ready: readyQueue(comesFirst),
    due: [],
    files: [],
    locals: [],
    unjudged: [],
    judging: new Map(),
    tolerant: new Set(skeleton.tolerant),
    groups,
    groupsOf: groupsByNode(groups),
    out: new Set(),
    unsure: new Set(),
    counts: new Map([['w', skeleton.total]]),
    readyPaid: 0,
    used: Object.values(state.flights).filter((flight) => flight.slot).length + Object.keys(state.twins ?? {}).length,
    vital: 0,
    holding: false,
    nowMs: state.startedMs,
    soonestMs: soonestOf(state),
    commands: [],
    changedAt: Array.from({ length: skeleton.total }, () => 0),
    sinceMs: Array.from({ length: skeleton.total }, () => state.startedMs),
  };
  for (let node = 0; node < state.states.length && node < skeleton.total; node += 1) {
    move(run, node, readCode(state.states[node]));
  }
  run.due.length = 0;
  for (const [node, flight] of Object.entries(state.flights)) {
    if (flight.phase === 'unsure') run.unsure.add(Number(node));
  }
  return run;
}

/** The carried state, up to date: plain JSON. */
export function carriedState(run: Run): RunState {
  return { ...run.state, states: run.states.join('') };
}
