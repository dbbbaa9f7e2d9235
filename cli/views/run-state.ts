import type { NodeState, RunResult, RunView } from '../../plan/run-view.ts';

/** What a run is doing or how it ended, in one word. */
export type RunState = RunResult['state'] | 'running' | 'paused' | 'asking' | 'cancelling';

type Counts = RunView['counts'];

const AT_WORK: readonly NodeState[] = ['submitting', 'queued', 'rendering', 'late', 'downloading'];

/** The state of a run that is not known to have a result: from its latest answer. */
export function runState(view: RunView): RunState {
  if (view.over) return endState(view.counts);
  if (view.cancelled) return 'cancelling';
  if (view.paused !== undefined) return 'paused';
  const moving = sum(view.counts, ['ready', 'submitting', 'queued', 'rendering', 'late', 'downloading']);
  if (!view.loaded || moving > 0) return 'running';
  if ((view.counts.asking ?? 0) > 0) return 'asking';
  if ((view.counts.unsure ?? 0) > 0) return 'unsure';
  return (view.counts.blocked ?? 0) > 0 ? 'blocked' : 'running';
}

/** The worst that stands in the counts of a run that is over. */
export function endState(counts: Counts): RunResult['state'] {
  if ((counts.unsure ?? 0) > 0) return 'unsure';
  if ((counts.failed ?? 0) > 0 || (counts.skipped ?? 0) > 0) return 'failed';
  if ((counts.cancelled ?? 0) > 0) return 'cancelled';
  return sum(counts, ['blocked', 'asking', 'waiting']) > 0 ? 'blocked' : 'done';
}

/** Nodes by what becomes of them, each counted once; `waiting` is all that is still on its way. */
export type NodeCounts = {
  readonly current: number;
  readonly done: number;
  readonly failed: number;
  readonly 'not-wanted': number;
  readonly skipped: number;
  readonly cancelled: number;
  readonly unsure: number;
  readonly blocked: number;
  readonly asking: number;
  readonly waiting: number;
};

/** A run counts what it kept at $0 as done: here it is `current` and not `done`. */
export function nodeCounts(counts: Counts, current: number): NodeCounts {
  return {
    current,
    done: Math.max(0, (counts.done ?? 0) - current),
    failed: counts.failed ?? 0,
    'not-wanted': counts['not-wanted'] ?? 0,
    skipped: counts.skipped ?? 0,
    cancelled: counts.cancelled ?? 0,
    unsure: counts.unsure ?? 0,
    blocked: counts.blocked ?? 0,
    asking: counts.asking ?? 0,
    waiting: sum(counts, ['waiting', 'ready', ...AT_WORK]),
  };
}

/** `36 done, 2 failed, 1 unsure`: what is there, in a fixed order; for people what is at work is not waiting. */
export function countWords(counts: Counts, current: number): string {
  const all = nodeCounts(counts, current);
  const atWork = sum(counts, AT_WORK);
  const shown = { ...all, 'under way': atWork, waiting: all.waiting - atWork };
  const words = Object.entries(shown).flatMap(([state, many]) => (many === 0 ? [] : [`${many} ${state}`]));
  return words.length === 0 ? 'no nodes' : words.join(', ');
}

function sum(counts: Counts, states: readonly NodeState[]): number {
  return states.reduce((total, state) => total + (counts[state] ?? 0), 0);
}
