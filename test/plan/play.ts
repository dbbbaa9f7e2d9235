import type { Plan } from '../../plan/plan.ts';
import type { RunCommand } from '../../plan/run/index.ts';
import type { Skeleton } from '../../plan/skeleton.ts';
import { skeletonPart } from '../../plan/skeleton-part.ts';
import { drive } from './driver.ts';

/** A run of the whole plan in which nothing is there yet. */
export function freshSkeleton(plan: Plan): Skeleton {
  const nodes = plan.nodes.map(() => ({ action: 'make', state: 'missing', generation: 1, because: '' }) as const);
  return skeletonPart(plan, { version: 1, plan: '', realm: 'simulator', nodes }, 0).skeleton;
}

/**
 * Plays a run against a vendor that renders each task for exactly as long as the plan says and people who answer at
 * once, on a clock of its own. Returns ms from the first submit to the end of the last task, and the order of submits.
 */
export function play(skeleton: Skeleton): { readonly ms: number; readonly order: readonly number[] } {
  const run = drive(skeleton);
  const startMs = run.now();
  const ends = new Map<number, number>();
  const order: number[] = [];
  let lastMs = startMs;
  const carryOut = (command: RunCommand): readonly RunCommand[] => {
    switch (command.kind) {
      case 'submit':
        order.push(command.node);
        ends.set(command.node, run.now() + (skeleton.renderMs[command.node] ?? 0));
        return run.created(command.node);
      case 'download':
      case 'concat':
      case 'fetch':
        return run.saved(command.node);
      case 'ask':
        return run.feed({
          kind: 'pick',
          node: command.node,
          outcome: { kind: 'picked', chosen: [...command.done].slice(0, 1) },
        });
      case 'approve':
        return run.feed({ kind: 'approval', node: command.node, outcome: { kind: 'approved' } });
      case 'condition':
        return run.feed({ kind: 'condition', node: command.node, seen: command.seen, outcome: { kind: 'holds' } });
      case 'recheck':
        return run.feed({ kind: 'rechecked', completed: [] });
      case 'save':
        return run.feed({ kind: 'record-saved' });
      default:
        return [];
    }
  };
  const carryOutAll = (commands: readonly RunCommand[]) => {
    const left = [...commands];
    for (let command = left.shift(); command !== undefined; command = left.shift()) left.push(...carryOut(command));
  };
  carryOutAll([...run.start(), ...run.lease()]);
  while (ends.size > 0) {
    const [node, endMs] = [...ends].reduce((a, b) => (b[1] < a[1] ? b : a));
    ends.delete(node);
    carryOutAll(run.pass(endMs - run.now()));
    lastMs = run.now();
    carryOutAll(run.completed(node));
  }
  return { ms: lastMs - startMs, order };
}
