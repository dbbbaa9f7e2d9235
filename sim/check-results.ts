import type { RunCommand, RunMachine, RunState } from '../plan/run/index.ts';
import type { Bound, Skeleton } from '../plan/skeleton.ts';
import { unitOf } from './unit-of.ts';
import { Violation } from './violation.ts';

const ENDED = 'DFknc';

/** Nothing is begun before what it needs (I7), against a rejection, or after a failure that ends its step. */
export function checkBegin(
  command: RunCommand,
  { states, codes }: RunState,
  skeleton: Skeleton,
  /** It was begun before: what it waited for had ended, and may be tried again since. */
  isAgain: boolean,
): void {
  if (command.kind !== 'submit' && command.kind !== 'concat') return;
  const { node } = command;
  const condition = skeleton.conditions?.[node];
  const decides = condition !== undefined && condition !== 'after-success';
  for (const edge of isAgain ? [] : (skeleton.edges[node] ?? [])) {
    const at = states[edge.node] ?? '';
    // A condition of one's own excuses what failed, but not a value that is not there.
    const fits = at === 'D' || (edge.kind === 'needs' && (at === 'n' || (decides && ENDED.includes(at))));
    if (!fits) throw new Violation('I7', `node ${node} begins while ${edge.node} is ${at}`);
    if (at === 'n' && codes[edge.node] === 'REJECTED')
      throw new Violation('I7', `node ${node} begins though it was rejected`);
  }
  for (const bound of skeleton.bounds ?? []) {
    if (!bound.failFast || !isIn(bound, node)) continue;
    const isSibling = (at: number) => isIn(bound, at) && (at === node || unitOf(bound, at) !== unitOf(bound, node));
    // A pick may fail in the very event that began the node.
    const hasFailed = [...states].some((state, at) => state === 'F' && isSibling(at) && skeleton.kinds[at] !== 'pick');
    if (hasFailed) throw new Violation('I7', `node ${node} begins after a failure in its step`);
  }
}

/** No step has more nodes, or uses of a pipeline, at work than it allows. */
export function checkBounds({ flights }: RunState, bounds: readonly Bound[] = []): void {
  for (const bound of bounds) {
    const { maxParallel = Number.POSITIVE_INFINITY } = bound;
    const nodes = Object.entries(flights).filter(([node, { phase }]) => isIn(bound, Number(node)) && phase !== 'file');
    const busy = new Set(nodes.map(([node]) => unitOf(bound, Number(node))));
    if (busy.size > maxParallel) {
      throw new Violation('I7', `${busy.size} units at work in a step that allows ${maxParallel}`);
    }
  }
}

/** A run that is over has judged every node whose edges have ended. */
export function checkEnd(machine: RunMachine, { states }: RunState, skeleton: Skeleton): void {
  if (!machine.isOver()) return;
  const left = [...states].findIndex(
    (state, node) =>
      state === 'w' && (skeleton.edges[node] ?? []).every((edge) => ENDED.includes(states[edge.node] ?? '')),
  );
  if (left >= 0) throw new Violation('L2', `over, and node ${left} still waits`);
}

function isIn({ from, to }: Bound, node: number): boolean {
  return node >= from && node < to;
}
