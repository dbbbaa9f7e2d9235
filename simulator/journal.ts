/** Something that happened at the simulator. `held`: an answer is being held back; `arrived`: a POST came in. */
export const EVENTS = [
  'arrived',
  'accepted',
  'replayed',
  'refused',
  'processing',
  'completed',
  'failed',
  'cancelled',
  'polled',
  'downloading',
  'downloaded',
  'held',
  'faulted',
  'called-back',
] as const;
export type EventName = (typeof EVENTS)[number];

export type JournalEvent = {
  readonly seq: number;
  readonly event: EventName;
  readonly atMs: number;
  readonly taskId?: string;
};

export type Journal = {
  readonly emit: (event: EventName, atMs: number, taskId?: string) => void;
  readonly count: (event: EventName) => number;
  readonly recent: () => readonly JournalEvent[];
  /** Resolves true once an event has happened `count` times since the start, false after `timeoutMs`. */
  readonly waitFor: (event: EventName, count: number, timeoutMs: number) => Promise<boolean>;
};

const KEPT = 5000;

/** Counts events for ever and keeps the latest of them. */
export function makeJournal(): Journal {
  const counts = new Map<EventName, number>();
  const kept: JournalEvent[] = [];
  const waiters = new Set<{ event: EventName; count: number; done: () => void }>();
  let seq = 0;
  const count = (event: EventName): number => counts.get(event) ?? 0;

  return {
    count,
    recent: () => kept,
    emit: (event, atMs, taskId) => {
      counts.set(event, count(event) + 1);
      kept.push({ seq: ++seq, event, atMs, ...(taskId === undefined ? {} : { taskId }) });
      if (kept.length > KEPT) kept.splice(0, KEPT / 2);
      for (const waiter of [...waiters]) if (waiter.event === event && count(event) >= waiter.count) waiter.done();
    },
    waitFor: (event, wanted, timeoutMs) =>
      new Promise((resolve) => {
        if (count(event) >= wanted) return resolve(true);
        const finish = (happened: boolean): void => {
          clearTimeout(timer);
          waiters.delete(waiter);
          resolve(happened);
        };
        const timer = setTimeout(() => finish(false), timeoutMs);
        const waiter = { event, count: wanted, done: () => finish(true) };
        waiters.add(waiter);
      }),
  };
}

export function isEventName(text: string | null): text is EventName {
  return EVENTS.some((name) => name === text);
}
