import { enter } from './board.ts';
import type { Run } from './run.ts';
import { unitOf } from './unit.ts';

/** `fail-fast`, and another unit of one of the node's steps has failed. */
export function isStopped(run: Run, node: number): boolean {
  return (run.groupsOf[node] ?? []).some((group) => {
    return group.failFast === true && group.failed.size > (group.failed.has(unitOf(group, node)) ? 1 : 0);
  });
}

/** Nothing more of the failed node's siblings is begun; what is accepted goes on, as does its own use of a pipeline. */
export function stopSiblings(run: Run, failed: number): void {
  for (const group of run.groupsOf[failed] ?? []) {
    if (group.failFast !== true) continue;
    for (let node = group.from; node < group.to; node += 1) {
      const state = run.states[node];
      if ((state !== 'w' && state !== 'r') || run.skeleton.actions[node] !== 'm' || !isStopped(run, node)) continue;
      delete run.state.delayed[node];
      enter(run, node, 'k', 'FAIL_FAST');
    }
  }
}

/** Where nothing of a step counts as failed any more, its siblings have their turn after all. */
export function reviveSiblings(run: Run): void {
  for (const { from, to, failFast } of run.groups) {
    if (failFast !== true) continue;
    for (let node = from; node < to; node += 1) {
      if (run.state.codes[node] !== 'FAIL_FAST' || isStopped(run, node)) continue;
      enter(run, node, 'w');
      run.due.push(node);
    }
  }
}
