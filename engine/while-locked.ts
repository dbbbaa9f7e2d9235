import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type LockHolder, takeLock } from './lock.ts';
import { timings } from './timings.ts';

/** Runs the work alone among all processes of this lock; whoever comes second waits, told once by `onWait`. */
export async function whileLocked<T>(
  base: string,
  note: string,
  work: () => Promise<T>,
  onWait: (holder: LockHolder) => void = () => {},
): Promise<T> {
  mkdirSync(dirname(base), { recursive: true, mode: 0o700 });
  let told = false;
  for (;;) {
    const attempt = takeLock(base, note);
    if ('lock' in attempt) {
      const refresh = setInterval(attempt.lock.refresh, timings.lockRefreshMs);
      try {
        return await work();
      } finally {
        clearInterval(refresh);
        attempt.lock.release();
      }
    }
    if (!told) onWait(attempt.holder);
    told = true;
    await pause(timings.lockPollMs);
  }
}
