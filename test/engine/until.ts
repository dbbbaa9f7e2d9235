import { setTimeout as pause } from 'node:timers/promises';

/** Looks until the value is there, every 20 ms; fails after `withinMs` and says what was missed. */
export async function until<T>(what: string, look: () => T | undefined | false, withinMs = 20_000): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const value = look();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain for: ${what}`);
    await pause(20);
  }
}
