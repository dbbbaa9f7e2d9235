import { expect, test } from 'vitest';
import { timings } from '../../engine/timings.ts';
import { TIMING } from '../../plan/timing.ts';

// Each waits for the one before it: whoever gives up first cuts a claimed POST whose answer is on its way.
test('nobody gives up on a stopping worker before its last POST is answered', () => {
  const patience = [
    TIMING.sendDeadlineMs + TIMING.postAnswerMs,
    TIMING.submitTimeoutMs,
    TIMING.shutdownGraceMs,
    TIMING.shutdownForceMs,
    timings.workerStopMs,
    timings.supervisorStopMs - timings.serverStopMs,
  ];
  expect(patience).toEqual(patience.toSorted((a, b) => a - b));
  expect(new Set(patience).size).toBe(patience.length);
});

test('a beat that is late is no death: a third of the timeout, and throttled below it', () => {
  expect(TIMING.heartbeatMs * 3).toBeLessThanOrEqual(TIMING.heartbeatTimeoutMs);
  expect(TIMING.heartbeatThrottleMs).toBeLessThan(TIMING.heartbeatTimeoutMs);
});

test('a recovery outlives the send and the answer that it waits for', () => {
  expect(TIMING.recoverTimeoutMs).toBeGreaterThan(TIMING.sendDeadlineMs + 2 * TIMING.postAnswerMs);
});
