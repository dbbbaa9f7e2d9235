import type { Settings } from './settings.ts';
import type { Task } from './task.ts';

/** Which of the tasks that an account submitted under one key the vendor still remembers by it. */
export function findByKey(underKey: readonly Task[], settings: Settings, nowMs: number): Task | undefined {
  if (settings.idempotency === 'ignore') return undefined;
  return underKey.find((task) => task.keyForgotten !== true && nowMs - task.acceptedAt < settings.idempotencyWindowMs);
}
