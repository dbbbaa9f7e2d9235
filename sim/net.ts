import type { Faults } from './faults.ts';
import type { Timeline } from './timeline.ts';

/**
 * Has a message delivered and its acknowledgement brought back; either may be lost, late, or come twice. One that was
 * delivered when everything stopped, before that was written down, is delivered again first.
 */
export type Net = (deliver: () => boolean, acknowledged: (ok: boolean) => void) => void;

export function openNet(around: {
  readonly time: Timeline;
  readonly random: () => number;
  readonly faults: Faults;
  /** See Machine. */
  readonly sleeps: () => number;
}): Net {
  const { time, random, faults, sleeps } = around;
  const delayMs = () => (random() < 0.1 ? 300 * random() : 5 + 25 * random());
  return (deliver, acknowledged) => {
    const isLost = random() < faults.loss / 2;
    const isUnacknowledged = random() < faults.loss / 2;
    if (!isLost && random() < faults.twice) time.after(800 * random(), deliver);
    time.after(delayMs(), () => {
      const awake = sleeps();
      const ok = !isLost && deliver();
      time.after(delayMs(), () => {
        if (ok && sleeps() !== awake) deliver();
        acknowledged(ok && !isUnacknowledged);
      });
    });
  };
}
