import type { RunState } from '../../../plan/run/index.ts';
import type { Skeleton } from '../../../plan/skeleton.ts';
import type { RunProcess } from './run-process.ts';
import type { Timeline } from './timeline.ts';

/** No slot is idle for longer while work waits (L4): five seconds, as the design has it, beside the network. */
const IDLE_MS = 6_000;
/** No run of the highest priority waits longer for its first slot: six times the longest task. */
const STARVED_MS = 120_000;

/** Looks every second at a system without faults: idle slots beside waiting work, runs that get nothing. Throws. */
export function watchSlots(time: Timeline, runs: readonly RunProcess[], limit: number): void {
  let idleSinceMs: number | undefined;
  const hungrySinceMs = new Map<string, number>();
  const look = () => {
    const open = runs.filter((run) => run.isOpen());
    const hungry = open.filter(couldStart);
    const used = open.reduce((sum, run) => sum + run.machine().view({ since: Number.MAX_SAFE_INTEGER }).slots.used, 0);
    idleSinceMs = hungry.length > 0 && used < limit ? (idleSinceMs ?? time.now()) : undefined;
    if (idleSinceMs !== undefined && time.now() - idleSinceMs > IDLE_MS) {
      throw new Error(
        `L4: ${limit - used} slots idle for ${time.now() - idleSinceMs} ms while ${hungry.length} runs wait`,
      );
    }
    const most = Math.max(...hungry.map((run) => run.skeleton.priority));
    for (const run of open) {
      const { ledger } = run.machine().carry();
      const waits = hungry.includes(run) && ledger.granted === ledger.returned && run.skeleton.priority === most;
      if (!waits) hungrySinceMs.delete(run.key);
      else if (!hungrySinceMs.has(run.key)) hungrySinceMs.set(run.key, time.now());
      const since = hungrySinceMs.get(run.key);
      if (since !== undefined && time.now() - since > STARVED_MS) throw new Error(`starved: ${run.key}`);
    }
    time.after(1_000, look);
  };
  time.after(1_000, look);
}

/** Something could be sent at once if there were a slot. */
function couldStart(run: RunProcess): boolean {
  const state = run.machine().carry();
  if (state.paused !== undefined || state.exceeded || state.cancelled !== 'no') return false;
  return [...state.states].some((code, node) => {
    const isPaid = ['generate', 'promote', 'link'].includes(run.skeleton.kinds[node] ?? '');
    if (isFull(run.skeleton.bounds, node, state.flights)) return false;
    return code === 'r' && isPaid && run.skeleton.actions[node] !== 'f' && state.delayed[node] === undefined;
  });
}

/** `max-parallel` keeps it back, whatever slots there are. */
function isFull(bounds: Skeleton['bounds'], node: number, flights: RunState['flights']): boolean {
  const bound = bounds?.find(({ from, to }) => node >= from && node < to);
  const busy = Object.entries(flights).filter(
    ([at, { phase }]) => bound !== undefined && Number(at) >= bound.from && Number(at) < bound.to && phase !== 'file',
  );
  return busy.length >= (bound?.maxParallel ?? Number.POSITIVE_INFINITY);
}
