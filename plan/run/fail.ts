import type { FailureCode } from '../failures.ts';
import { enter } from './board.ts';
import type { Run } from './run.ts';
import { stopSiblings } from './siblings.ts';

/** The node has failed; with `continue-on-error` it counts as not wanted, with `fail-fast` its step ends with it. */
export function fail(run: Run, node: number, code: FailureCode): void {
  if (run.tolerant.has(node)) {
    enter(run, node, 'n', code);
    return;
  }
  enter(run, node, 'F', code);
  stopSiblings(run, node);
}

/** It has failed and counts as not wanted: a person may have it tried again by its name. */
export function isTolerated(run: Run, node: number): boolean {
  const code = run.state.codes[node];
  return run.states[node] === 'n' && run.tolerant.has(node) && code !== undefined && code !== 'REJECTED';
}
