import type { NodeState, RunView } from '../../plan/run-view.ts';

const MOVING: readonly NodeState[] = ['submitting', 'queued', 'rendering', 'late', 'downloading'];

/** True where nothing goes on by itself: a pick asks, or the run is paused and all that is at the vendor is parked. */
export function standsStill({
  loaded,
  over,
  paused,
  parked = 0,
  counts,
  slots,
}: Pick<RunView, 'loaded' | 'over' | 'paused' | 'parked' | 'counts'> & Partial<Pick<RunView, 'slots'>>): boolean {
  if (!loaded || over) return false;
  const moving = MOVING.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  if (moving > parked) return false;
  // Every slot is held by a node of which nobody knows whether it was accepted: what is ready waits for a person.
  if ((counts.unsure ?? 0) > 0 && slots !== undefined && slots.limit > 0 && slots.used >= slots.limit) return true;
  return paused !== undefined || ((counts.asking ?? 0) > 0 && (counts.ready ?? 0) === 0);
}
