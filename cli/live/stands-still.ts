import { FAILURES } from '../../plan/failures.ts';
import type { NodeState, RunView } from '../../plan/run-view.ts';
import type { SeenView } from './unproven.ts';

const MOVING: readonly NodeState[] = ['submitting', 'queued', 'rendering', 'late', 'downloading'];

/**
 * True where only a person can go on: a pick asks, or the run is paused and all that is at the vendor is parked. A pause
 * that ends by itself (a used-up window) is waited for.
 */
export function standsStill({
  loaded,
  over,
  paused,
  parked = 0,
  counts,
  slots,
  unproven,
}: Pick<RunView, 'loaded' | 'over' | 'paused' | 'parked' | 'counts'> &
  Partial<Pick<SeenView, 'slots' | 'unproven'>>): boolean {
  if (!loaded || over) return false;
  const moving = MOVING.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
  if (moving > parked) return false;
  if (unproven !== undefined) return true;
  // Every slot is held by a node of which nobody knows whether it was accepted: what is ready waits for a person.
  if ((counts.unsure ?? 0) > 0 && slots !== undefined && slots.limit > 0 && slots.used >= slots.limit) return true;
  const isPaused = paused !== undefined && FAILURES[paused].retry !== 'free';
  return isPaused || ((counts.asking ?? 0) > 0 && (counts.ready ?? 0) === 0);
}
