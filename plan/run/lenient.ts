import type { NodeStateCode } from '../run-view.ts';
import type { Range } from '../skeleton.ts';
import type { Run } from './run.ts';

/**
 * How a node counts for another one. Of a pipeline used with `continue-on-error` that has failed inside, what did not
 * come about counts as not wanted outside; inside of it a failure is a failure.
 */
export function stateFor(run: Run, from: number, node: number): NodeStateCode | undefined {
  const state = run.states[node];
  if (state !== 'F' && state !== 'k') return state;
  const around = (run.skeleton.lenient ?? []).filter((range) => isIn(range, node) && !isIn(range, from));
  return around.some((range) => hasFailed(run, range)) ? 'n' : state;
}

/** A failure that nobody asked to go on in spite of. */
export function hasHardFailure(run: Run): boolean {
  const { lenient = [] } = run.skeleton;
  return run.states.some((state, node) => state === 'F' && !lenient.some((range) => isIn(range, node)));
}

function hasFailed({ states }: Run, { from, to }: Range): boolean {
  for (let node = from; node < to; node += 1) if (states[node] === 'F') return true;
  return false;
}

function isIn({ from, to }: Range, node: number): boolean {
  return node >= from && node < to;
}
