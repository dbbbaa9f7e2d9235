import type { NodeState, RunView } from '../../plan/run-view.ts';

const MOVING: readonly NodeState[] = ['submitting', 'queued', 'rendering', 'late', 'downloading'];

/** True where nothing goes on by itself: a pick asks, or the run is paused and nothing comes in any more. */
export function standsStill({
  loaded,
  over,
  paused,
  counts,
}: Pick<RunView, 'loaded' | 'over' | 'paused' | 'counts'>): boolean {
  if (!loaded || over || MOVING.some((state) => (counts[state] ?? 0) > 0)) return false;
  return paused !== undefined || ((counts.asking ?? 0) > 0 && (counts.ready ?? 0) === 0);
}
