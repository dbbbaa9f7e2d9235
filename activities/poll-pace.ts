import { TIMING } from '../plan/timing.ts';
import type { Account } from './world.ts';

/** Pauses in ms: the usual one, that of a late task, and the one after a callback whose GET told nothing new. */
export type PollPace = { next(): number; slow(): number; echo(): number };

/**
 * The pauses between two GETs of one task, ms: from the account's least to its most, growing by half each time, with
 * a jitter of a tenth so that the tasks of a batch spread out; divided by speed, never below the floor.
 */
export function pollPace(account: Account, random: () => number): PollPace {
  const { minMs, maxMs } = account.poll;
  let pauseMs = minMs;
  const scaled = (ms: number) => Math.max(TIMING.pollFloorMs, (ms * (0.9 + 0.2 * random())) / account.speed);
  return {
    next() {
      const current = pauseMs;
      pauseMs = Math.min(maxMs, pauseMs * 1.5);
      return scaled(current);
    },
    echo: () => scaled(TIMING.hintEchoMs),
    slow: () => scaled(Math.max(TIMING.latePollMs, maxMs)),
  };
}
