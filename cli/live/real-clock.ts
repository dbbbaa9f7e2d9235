import { setTimeout as timeout } from 'node:timers/promises';
import type { Clock } from './follow.ts';

/** The wall clock and the process's own timers. */
export const realClock: Clock = {
  nowMs: () => Date.now(),
  wait: (ms, signal) => timeout(ms, undefined, { signal }).catch(() => undefined),
};
