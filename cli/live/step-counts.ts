import type { NodeState } from '../../plan/run-view.ts';
import { stepPath } from '../../plan/step-path.ts';
import type { Progress } from './progress.ts';

/** How many of a step's nodes are in which state. */
export type StepCounts = {
  readonly step: string;
  readonly total: number;
  readonly counts: { readonly [state in NodeState]?: number };
};

/** The nodes' states counted by step, steps in file order. */
export function stepCounts(progress: Progress): readonly StepCounts[] {
  const steps = new Map<string, { step: string; total: number; counts: { [state in NodeState]?: number } }>();
  progress.plan.nodes.forEach((node, at) => {
    const step = stepPath(node.step);
    const found = steps.get(step) ?? { step, total: 0, counts: {} };
    const state = progress.nodes[at]?.state ?? 'waiting';
    found.total += 1;
    found.counts[state] = (found.counts[state] ?? 0) + 1;
    steps.set(step, found);
  });
  return [...steps.values()];
}
