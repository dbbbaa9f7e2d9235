/** The simulator's clock: the machine's time, plus what a test set it ahead. */
export type Clock = {
  readonly now: () => number;
  readonly aheadMs: () => number;
  /** Sets the clock ahead (or, with a negative number, back); what became due runs at once. */
  readonly advance: (ms: number) => void;
  /** Runs something once when the clock reads `dueMs`, at the earliest in the next turn. Returns its cancel. */
  readonly at: (dueMs: number, run: () => void) => () => void;
  readonly stop: () => void;
};

type Alarm = { readonly dueMs: number; readonly run: () => void; timer: NodeJS.Timeout | undefined };

// Longer timers fire at once in Node.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A clock that starts `aheadMs` ahead of the machine's. */
export function makeClock(aheadMs = 0): Clock {
  const alarms = new Set<Alarm>();
  let ahead = aheadMs;
  const now = (): number => Date.now() + ahead;

  const arm = (alarm: Alarm): void => {
    clearTimeout(alarm.timer);
    const waitMs = Math.min(LONGEST_TIMER_MS, Math.max(0, alarm.dueMs - now()));
    alarm.timer = setTimeout(() => {
      if (now() < alarm.dueMs) return arm(alarm);
      alarms.delete(alarm);
      alarm.run();
    }, waitMs);
  };

  return {
    now,
    aheadMs: () => ahead,
    advance: (ms) => {
      ahead += ms;
      for (const alarm of alarms) arm(alarm);
    },
    at: (dueMs, run) => {
      const alarm: Alarm = { dueMs, run, timer: undefined };
      alarms.add(alarm);
      arm(alarm);
      return () => {
        clearTimeout(alarm.timer);
        alarms.delete(alarm);
      };
    },
    stop: () => {
      for (const alarm of alarms) clearTimeout(alarm.timer);
      alarms.clear();
    },
  };
}
