import type { Place } from '../plan/place.ts';
import { LockUnreadable } from '../store/index.ts';
import { beating } from './pulse.ts';
import { openPlan } from './scene.ts';
import type { World } from './world.ts';

/**
 * Brings the lock file up to date with the records; the last act of a run.
 * Safe to repeat because the file is a projection of the records, written whole and atomically.
 */
export async function saveRecord(world: World, input: { readonly place: Place }): Promise<void> {
  return beating(world.pulse(), async () => {
    const opened = await openPlan(world, input.place);
    if (opened === undefined) return;
    try {
      await opened.store.lock.project(opened.plan, { whole: true });
    } catch (error) {
      // Conflict markers in the middle of a run: the records are the truth, and the next `run` says what to mend.
      if (!(error instanceof LockUnreadable)) throw error;
      world.log('warn', 'the lock file was not brought up to date', { message: error.message });
    }
  });
}
