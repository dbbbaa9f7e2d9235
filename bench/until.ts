import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 50;

/** Looks until there is something; rejects after `timeoutMs`, saying what it waited for. */
export async function until<T>(what: string, timeoutMs: number, look: () => Promise<T | undefined>): Promise<T> {
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > endMs) throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
    await pause(LOOK_MS);
  }
}
