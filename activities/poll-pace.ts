import { TIMING } from '../plan/timing.ts';
import type { Account } from './world.ts';

/**
 * The pauses between two GETs of one task, ms: from the account's least to its most, growing by half each time, with
 * a jitter of a tenth so that the tasks of a batch spread out; divided by speed, never below the floor.
 */
export function pollPace(account: Account, random: () => number): { next(): number; slow(): number } {
  const { minMs, maxMs } = account.poll;
  let pauseMs = minMs;
  const scaled = (ms: number) => Math.max(TIMING.pollFloorMs, (ms * (0.9 + 0.2 * random())) / account.speed);
  return {
    next() {
      const current = pauseMs;
      pauseMs = Math.min(maxMs, pauseMs * 1.5);
      return scaled(current);
    },
    slow: () => scaled(Math.max(TIMING.latePollMs, maxMs)),
  };
}
