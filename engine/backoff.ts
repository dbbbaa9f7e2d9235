import { healthyAfterMs, restartPausesMs } from './timings.ts';

/** Paces the starts of one process. */
export interface Backoff {
  /** Milliseconds until the next start is allowed. */
  waitMs(): number;
  /** To be called at each start. */
  started(): void;
  /** Starts in a row that did not live for a minute. */
  readonly tries: number;
}

/** A pause that grows with each start that did not last. `nowMs` must not jump. */
export function makeBackoff(nowMs: () => number): Backoff {
  let tries = 0;
  let lastStartMs = Number.NEGATIVE_INFINITY;
  const lived = () => nowMs() - lastStartMs;
  return {
    waitMs() {
      if (lived() >= healthyAfterMs) tries = 0;
      const pauseMs = restartPausesMs[Math.min(tries, restartPausesMs.length) - 1] ?? 0;
      return Math.max(0, pauseMs - lived());
    },
    started() {
      tries += 1;
      lastStartMs = nowMs();
    },
    get tries() {
      return tries;
    },
  };
}
