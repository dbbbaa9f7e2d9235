import type { Faults } from './faults.ts';
import type { Timeline } from './timeline.ts';

/** Has a message delivered and its acknowledgement brought back; either may be lost, late, or come twice. */
export type Net = (deliver: () => boolean, acknowledged: (ok: boolean) => void) => void;

export function openNet(around: {
  readonly time: Timeline;
  readonly random: () => number;
  readonly faults: Faults;
}): Net {
  const { time, random, faults } = around;
  const delayMs = () => (random() < 0.1 ? 300 * random() : 5 + 25 * random());
  return (deliver, acknowledged) => {
    const isLost = random() < faults.loss / 2;
    const isUnacknowledged = random() < faults.loss / 2;
    if (!isLost && random() < faults.twice) time.after(800 * random(), deliver);
    time.after(delayMs(), () => {
      const ok = !isLost && deliver();
      time.after(delayMs(), () => acknowledged(ok && !isUnacknowledged));
    });
  };
}
