import { FAILURES } from '../../plan/failures.ts';
import type { NodeState } from '../../plan/run-view.ts';
import { TIMING } from '../../plan/timing.ts';
import type { Reason } from '../../store/index.ts';
import type { Progress } from '../live/progress.ts';
import { clean } from '../terminal/clean.ts';
import { count, some } from '../terminal/numbers.ts';
import { grouped } from './grouped.ts';

const MOST_LINES = 12;

/** What is tried again is tried each minute: older words are about something that is over. */
const FRESH_MS = 2 * TIMING.notSentMostMs;
const WAITING: readonly NodeState[] = ['waiting', 'ready', 'submitting'];

/** Why nodes go no further, a line for each reason that still holds: `a, b: rule 24, …`. */
export function reasonLines(
  progress: Progress,
  reasons: ReadonlyMap<string, Reason>,
  nowMs: number,
): readonly string[] {
  const standing = progress.nodes.flatMap(({ code, state }, at) => {
    const reason = reasons.get(progress.plan.nodes[at]?.id ?? '');
    if (reason === undefined) return [];
    const isTried = FAILURES[reason.code].retry === 'free' && WAITING.includes(state);
    return reason.code === code || (isTried && nowMs - reason.atMs < FRESH_MS) ? [reason] : [];
  });
  const lines = [...grouped(standing, ({ message }) => message)].map(([message, same]) => {
    const names = some(
      same.map(({ node }) => clean(node)),
      6,
    );
    return `${names}: ${clean(message)}`;
  });
  const rest = lines.length - MOST_LINES;
  return rest > 0 ? [...lines.slice(0, MOST_LINES), `… and ${count(rest)} more reasons: dailies report`] : lines;
}
