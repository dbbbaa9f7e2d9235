import type { ExpectedEnd } from '../plan/render-times.ts';
import { TIMING } from '../plan/timing.ts';
import type { Account } from './world.ts';

/**
 * Pauses in ms: the usual one, that of a late task, and the one after a callback whose GET told nothing new.
 * `elapsedMs`: since the task's acceptance.
 */
export type PollPace = { next(elapsedMs: number, expected?: ExpectedEnd): number; slow(): number; echo(): number };

/**
 * The pauses between two GETs of one task, ms: from the account's least to its most, growing by half each time, with
 * a jitter of a tenth so that the tasks of a batch spread out; divided by speed, never below the floor. Where it is
 * known when the task will end, as many GETs are made, nearly all of them around that moment.
 */
export function pollPace(account: Account, random: () => number): PollPace {
  const { speed } = account;
  const { minMs, maxMs } = account.poll;
  let pauseMs = minMs;
  const jittered = (ms: number) => Math.max(TIMING.pollFloorMs, (ms * (0.9 + 0.2 * random())) / speed);
  const usual = () => {
    const current = pauseMs;
    pauseMs = Math.min(maxMs, pauseMs * GROWTH);
    return jittered(current);
  };
  let afterMs = 0;
  return {
    next(elapsedMs, expected) {
      const atMs = elapsedMs * speed;
      // The first look is soon in any case: what fails, mostly fails at once.
      if (expected === undefined || atMs < minMs) return usual();
      const { stepMs, looksHalfWay } = denseSteps(account, expected);
      const { fromMs, toMs } = expected;
      if (atMs < fromMs) {
        const halfMs = looksHalfWay && atMs < fromMs / 2 ? fromMs / 2 : fromMs;
        return Math.max(TIMING.pollFloorMs, (halfMs - atMs) / speed);
      }
      if (atMs <= toMs) return jittered(stepMs);
      afterMs = Math.min(maxMs, Math.max(stepMs, afterMs * GROWTH));
      return jittered(afterMs);
    },
    echo: () => jittered(TIMING.hintEchoMs),
    slow: () => jittered(Math.max(TIMING.latePollMs, maxMs)),
  };
}

const GROWTH = 1.5;
/** Fewer GETs in all are better spent at the end. */
const LEAST_FOR_HALF_WAY = 5;

/** So far apart that until the middle of the expected end as many GETs are made as the usual pauses would make. */
function denseSteps({ poll: { minMs, maxMs } }: Account, { fromMs, toMs }: ExpectedEnd) {
  const middleMs = (fromMs + toMs) / 2;
  let gets = 1;
  for (let [atMs, pauseMs] = [0, minMs]; atMs + pauseMs <= middleMs; pauseMs = Math.min(maxMs, pauseMs * GROWTH)) {
    atMs += pauseMs;
    gets += 1;
  }
  const looksHalfWay = gets >= LEAST_FOR_HALF_WAY;
  // Besides those at acceptance, after the least pause, half-way, and at the beginning of the expected end.
  const steps = 2 * Math.max(1, gets - (looksHalfWay ? 4 : 3));
  return { stepMs: Math.min(minMs, (toMs - fromMs) / steps), looksHalfWay };
}
