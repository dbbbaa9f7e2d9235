import { expect, test, vi } from 'vitest';
import { beating } from '../../activities/pulse.ts';
import { TIMING } from '../../plan/timing.ts';

const { signal: cancelled } = new AbortController();

test('short work gives no sign of life, long work one a second, ended work none', async () => {
  vi.useFakeTimers();
  try {
    let beats = 0;
    const pulse = { beat: () => void beats++, cancelled };
    await beating(pulse, async () => undefined);
    expect(beats).toBe(0);
    await beating(pulse, async () => void (await vi.advanceTimersByTimeAsync(3 * TIMING.heartbeatMs)));
    expect(beats).toBe(3);
    await vi.advanceTimersByTimeAsync(3 * TIMING.heartbeatMs);
    expect(beats).toBe(3);
  } finally {
    vi.useRealTimers();
  }
});
