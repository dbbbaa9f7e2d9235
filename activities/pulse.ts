import { setTimeout as delay } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { TIMING } from '../plan/timing.ts';

/** What ties an activity to the engine that asked for it: a sign of life, and word that nobody wants it any more. */
export type Pulse = { beat(): void; readonly cancelled: AbortSignal };

/** The pulse of the activity that this is called in. */
export function temporalPulse(): Pulse {
  const context = Context.current();
  return { beat: () => context.heartbeat(), cancelled: context.cancellationSignal };
}

/**
 * Does the work with a heartbeat each second. None at once: most work is over before the first one is due, and each is
 * a write of the engine's, at the moment when a free slot waits for its next task.
 */
export async function beating<T>(pulse: Pulse, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => pulse.beat(), TIMING.heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Waits; throws the signal's reason as soon as it is cancelled. */
export async function pause(ms: number, cancelled: AbortSignal): Promise<void> {
  cancelled.throwIfAborted();
  try {
    await delay(ms, undefined, { signal: cancelled });
  } catch (error) {
    cancelled.throwIfAborted();
    throw error;
  }
}
