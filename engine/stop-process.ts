import { setTimeout as pause } from 'node:timers/promises';
import { systemCode } from './engine-error.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';

/** `gone`: was not running any more. */
export type StopResult = 'gone' | 'stopped' | 'killed';

/**
 * Asks the process to leave and kills it when it stays longer than `graceMs`, or `hangs` meanwhile; returns when it is
 * gone.
 */
export async function stopProcess(
  target: ProcessIdentity | undefined,
  graceMs: number,
  hangs: () => boolean = () => false,
): Promise<StopResult> {
  if (target === undefined || !isAlive(target)) return 'gone';
  signal(target.pid, 'SIGTERM');
  // A process that is stopped itself (SIGSTOP) reads no SIGTERM; the kill below reaches it all the same.
  if (await hasLeft(target, graceMs, hangs)) return 'stopped';
  return killProcess(target);
}

/** Kills the process and waits for its end, not only for its port: its database is free no sooner. */
export async function killProcess(target: ProcessIdentity): Promise<StopResult> {
  if (!isAlive(target)) return 'gone';
  signal(target.pid, 'SIGKILL');
  // Nothing survives SIGKILL but a process in a dead disk's read; waiting for it is right.
  await hasLeft(target, Number.POSITIVE_INFINITY);
  return 'killed';
}

async function hasLeft(target: ProcessIdentity, withinMs: number, hangs = () => false): Promise<boolean> {
  const until = performance.now() + withinMs;
  for (let waitMs = 5; isAlive(target); waitMs = Math.min(waitMs * 1.5, 100)) {
    if (performance.now() >= until || hangs()) return false;
    await pause(waitMs);
  }
  return true;
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}
