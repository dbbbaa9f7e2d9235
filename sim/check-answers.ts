import type { RunCommand, RunEvent } from '../plan/run/index.ts';
import type { Skeleton } from '../plan/skeleton.ts';
import { Violation } from './violation.ts';

/** Remembers what a run was told of its questions, and throws where it begins what that rules out. */
export function answersOf(skeleton: Skeleton) {
  const rejected = new Set<number>();
  const left = new Map<number, string>();
  return {
    /** An answer arrives; `states` as they were before. */
    hear: (event: RunEvent, states: string) => {
      if (event.kind === 'approval' && event.outcome.kind === 'rejected' && states[event.node] === 'a') {
        rejected.add(event.node);
      }
      const isAsked = event.kind === 'condition' && states[event.node] === 'w' && event.outcome.kind === 'fails';
      if (isAsked && event.seen === seenBy(event.node, states)) left.set(event.node, event.seen);
    },
    check: (command: RunCommand, states: string) => {
      if (command.kind !== 'submit' && command.kind !== 'concat') return;
      const { node } = command;
      const refused = skeleton.edges[node]?.find((edge) => edge.kind !== 'candidate' && rejected.has(edge.node));
      if (refused !== undefined) throw new Violation('rejected', `node ${node} begins against ${refused.node}`);
      if (left.get(node) === seenBy(node, states))
        throw new Violation('if', `node ${node} begins though its if is false`);
    },
  };

  function seenBy(node: number, states: string): string {
    return (skeleton.edges[node] ?? []).map((edge) => states[edge.node]).join('');
  }
}
