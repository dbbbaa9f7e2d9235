import type { Reason } from '../../store/index.ts';
import type { Progress } from '../live/progress.ts';
import { clean } from '../terminal/clean.ts';
import { count, some } from '../terminal/numbers.ts';
import { grouped } from './grouped.ts';

const MOST_LINES = 12;

/** Why nodes go no further, a line for each reason that still holds: `a, b: rule 24, …`. */
export function reasonLines(progress: Progress, reasons: ReadonlyMap<string, Reason>): readonly string[] {
  const standing = progress.nodes.flatMap(({ code }, at) => {
    const reason = reasons.get(progress.plan.nodes[at]?.id ?? '');
    return reason !== undefined && reason.code === code ? [reason] : [];
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
