import type { Bound, Skeleton } from '../skeleton.ts';
import { enter, isLocal } from './board.ts';
import type { ReadyQueue } from './ready.ts';
import { readyQueue } from './ready.ts';
import type { Run } from './run.ts';

/** A step whose `strategy` bounds its nodes, and what follows from their states. */
export type Group = Bound & {
  /** Nodes that are ready for a slot, those that rest included. */
  ready: number;
  failed: number;
  /** Ready nodes that wait for the end of another node of the step. */
  readonly waiting: ReadyQueue;
  readonly waitingLocals: number[];
};

export function groupsOf(skeleton: Skeleton): Group[] {
  return (skeleton.bounds ?? []).map((bound) => ({
    ...bound,
    ready: 0,
    failed: 0,
    waiting: readyQueue(skeleton),
    waitingLocals: [],
  }));
}

/** Each node's group, by the node's index. */
export function byNode(groups: readonly Group[]): readonly (Group | undefined)[] {
  const all: (Group | undefined)[] = [];
  for (const group of groups) for (let node = group.from; node < group.to; node += 1) all[node] = group;
  return all;
}

/** True if as many nodes of the node's step are at work as `max-parallel` allows. */
export function isFull(run: Run, node: number): boolean {
  const group = run.groupOf[node];
  return group !== undefined && roomIn(run, group) <= 0;
}

/** Hands ready nodes back to the queues of which their steps kept them, as many as there is room for. */
export function releaseWaiting(run: Run): void {
  for (const group of run.groups) {
    let room = group.waiting.peek() === undefined ? 0 : roomIn(run, group);
    while (room > 0) {
      const node = group.waiting.pop();
      if (node === undefined) break;
      if (run.states[node] !== 'r' || run.state.delayed[node] !== undefined) continue;
      run.ready.push(node);
      room -= 1;
    }
    if (group.waitingLocals.length > 0 && roomIn(run, group) > 0) run.locals.push(...group.waitingLocals.splice(0));
  }
}

/** How many ready nodes `max-parallel` keeps from starting even if there were slots; `resting`: ready, and not yet due. */
export function heldBack(run: Run, resting: readonly number[]): number {
  return run.groups.reduce((sum, group) => {
    if (group.maxParallel === undefined) return sum;
    const due = group.ready - resting.filter((node) => isIn(group, node)).length;
    return sum + Math.max(0, due - Math.max(0, roomIn(run, group)));
  }, 0);
}

/** `fail-fast`, and a node of the step has failed. */
export function isStopped(run: Run, node: number): boolean {
  const group = run.groupOf[node];
  return group?.failFast === true && group.failed > 0;
}

/** Nothing more of the failed node's step is begun; what is accepted goes on. */
export function stopSiblings(run: Run, failed: number): void {
  const group = run.groupOf[failed];
  if (group?.failFast !== true) return;
  for (let node = group.from; node < group.to; node += 1) {
    const state = run.states[node];
    if ((state !== 'w' && state !== 'r') || run.skeleton.actions[node] !== 'm') continue;
    delete run.state.delayed[node];
    enter(run, node, 'k', 'FAIL_FAST');
  }
}

/** Nothing of the step counts as failed any more: its siblings have their turn after all. */
export function reviveSiblings(run: Run): void {
  for (const { from, to, failFast, failed } of run.groups) {
    if (failFast !== true || failed > 0) continue;
    for (let node = from; node < to; node += 1) {
      if (run.state.codes[node] !== 'FAIL_FAST') continue;
      enter(run, node, 'w');
      run.due.push(node);
    }
  }
}

/** How many more may be at work: at the vendor, or on this machine. */
function roomIn(run: Run, group: Group): number {
  if (group.maxParallel === undefined) return Number.POSITIVE_INFINITY;
  let busy = 0;
  for (const [node, { phase }] of Object.entries(run.state.flights)) {
    if (phase !== 'file' && isIn(group, Number(node))) busy += 1;
  }
  for (const node of run.out) if (isIn(group, node) && isLocal(run, node) && run.states[node] === 'd') busy += 1;
  return group.maxParallel - busy;
}

function isIn({ from, to }: Bound, node: number): boolean {
  return node >= from && node < to;
}
