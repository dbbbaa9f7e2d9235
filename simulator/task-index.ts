import type { Task } from './task.ts';

/** Where tasks are found by what they were asked with, so that a submit costs the same among 10,000 tasks. */
export type TaskIndex = {
  readonly add: (task: Task) => void;
  readonly takes: (shape: string) => number;
  readonly underKey: (request: Pick<Task, 'account' | 'idempotencyKey'>) => readonly string[];
};

export function makeTaskIndex(): TaskIndex {
  const takes = new Map<string, number>();
  const keys = new Map<string, string[]>();
  const name = ({ account, idempotencyKey }: Pick<Task, 'account' | 'idempotencyKey'>): string =>
    `${account}/${idempotencyKey}`;
  return {
    takes: (shape) => takes.get(shape) ?? 0,
    underKey: (request) => (request.idempotencyKey === undefined ? [] : (keys.get(name(request)) ?? [])),
    add: (task) => {
      takes.set(task.shape, (takes.get(task.shape) ?? 0) + 1);
      if (task.idempotencyKey === undefined) return;
      const known = keys.get(name(task));
      if (known === undefined) keys.set(name(task), [task.id]);
      else known.push(task.id);
    },
  };
}
