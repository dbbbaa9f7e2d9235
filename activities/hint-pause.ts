import { setTimeout as delay } from 'node:timers/promises';
import type { TaskInput } from '../plan/activity.ts';
import { TIMING } from '../plan/timing.ts';
import { lastHint } from './hint-store.ts';
import type { Account, World } from './world.ts';

/** Pauses between two GETs of one task. */
export type HintPause = {
  /** Waits `ms`, or less where a callback names the task, but never less than `leastMs`; true: a callback ended it. */
  wait(ms: number, leastMs?: number): Promise<boolean>;
  close(): void;
};

/**
 * Pauses that end early at a hint: of this process at once, of another worker when the store is looked at. A hint that
 * comes during a GET counts for the pause after it, and two pauses are not cut within `hintGapMs`. Call it before the
 * first GET: what was called back until then, that one sees.
 */
export async function hintPause(world: World, account: Account, input: TaskInput): Promise<HintPause> {
  const { callbacks, clock } = world;
  const { cancelled } = world.pulse();
  let told = false;
  let seen = '';
  let wake = () => {};
  const forget = callbacks?.hints.listen(input.task, () => {
    told = true;
    wake();
  });
  const look = async () => (callbacks?.isHeard() ? lastHintOf(world, account, input) : seen);
  seen = await look();
  let toldAtMs = Number.NEGATIVE_INFINITY;

  async function nap(ms: number): Promise<void> {
    cancelled.throwIfAborted();
    const woken = new AbortController();
    wake = () => woken.abort();
    await delay(ms, undefined, { signal: AbortSignal.any([cancelled, woken.signal]) }).catch(() => undefined);
    cancelled.throwIfAborted();
  }

  return {
    wait: async (ms, leastMs = 0) => {
      const startMs = clock.monotonicMs();
      const endMs = startMs + Math.max(ms, leastMs);
      const earliestMs = Math.max(startMs + leastMs, toldAtMs + TIMING.hintGapMs / account.speed);
      let lookAtMs = callbacks === undefined ? endMs : startMs + TIMING.hintLookMs;
      for (let nowMs = startMs; nowMs < endMs; nowMs = clock.monotonicMs()) {
        if (told && nowMs >= earliestMs) {
          told = false;
          toldAtMs = nowMs;
          return true;
        }
        if (nowMs >= lookAtMs) {
          lookAtMs = nowMs + TIMING.hintLookMs;
          const last = await look();
          if (last !== seen) told = true;
          seen = last;
          continue;
        }
        await nap(Math.min(endMs, told ? earliestMs : lookAtMs) - nowMs);
      }
      told = false;
      return false;
    },
    close: () => forget?.(),
  };
}

async function lastHintOf(world: World, account: Account, { place, task }: TaskInput): Promise<string> {
  const store = await world.storeOf(place).catch(() => undefined);
  return store === undefined ? '' : lastHint(store, account.id, task);
}
