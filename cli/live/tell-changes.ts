import type { NodeState } from '../../plan/run-view.ts';
import type { Progress } from './progress.ts';

/** A node that changed, as data. `at`: ISO 8601. `task`: the vendor's, as soon as it is known. */
export type ChangeLine = {
  readonly run: string;
  readonly node: string;
  readonly state: NodeState;
  readonly at: string;
  readonly task: string | null;
  readonly code: string | null;
};

/** For `follow`: puts out every change of a node; at the first answer, all that has happened before. */
export function tellChanges(run: string, put: (line: ChangeLine) => void): (before: Progress, after: Progress) => void {
  return (before, after) => {
    for (const [index, now] of after.nodes.entries()) {
      if (now.state === before.nodes[index]?.state) continue;
      const node = after.plan.nodes[index]?.id ?? '';
      const at = new Date(now.sinceMs).toISOString();
      put({ run, node, state: now.state, at, task: now.task ?? null, code: now.code ?? null });
    }
  };
}
