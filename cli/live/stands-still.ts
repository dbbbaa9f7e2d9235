import type { FailureCode } from '../../plan/failures.ts';
import type { NodeState, RunView } from '../../plan/run-view.ts';

const AT_VENDOR: readonly NodeState[] = ['submitting', 'queued', 'rendering', 'late'];
/** While a run is paused for one of these, paid files wait at the vendor too. */
const HOLDS_FILES: readonly FailureCode[] = ['DISK_FULL', 'STORE_UNREADABLE', 'HOST_UNKNOWN', 'KEY_REFUSED'];

/** True where nothing goes on by itself: a pick asks, or the run is paused and nothing is at the vendor any more. */
export function standsStill({
  loaded,
  over,
  paused,
  counts,
}: Pick<RunView, 'loaded' | 'over' | 'paused' | 'counts'>): boolean {
  const has = (state: NodeState) => (counts[state] ?? 0) > 0;
  if (!loaded || over || AT_VENDOR.some(has)) return false;
  if (has('downloading') && (paused === undefined || !HOLDS_FILES.includes(paused))) return false;
  return paused !== undefined || (has('asking') && !has('ready'));
}
