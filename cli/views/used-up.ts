import { partRanges } from '../../plan/part-ranges.ts';
import type { Plan } from '../../plan/plan.ts';
import { dollars } from '../../plan/quota.ts';
import type { RunView } from '../../plan/run-view.ts';
import type { Progress } from '../live/progress.ts';
import { clean } from '../terminal/clean.ts';

/** The budgets that left no room: the run's own, or those of the pipelines that are used in it. */
export function usedUp({ plan, nodes }: Pick<Progress, 'plan' | 'nodes'>, money: RunView['money']): string {
  const skipped = plan.nodes.flatMap(({ price }, at) => (nodes[at]?.code === 'BUDGET' ? [{ at, price }] : []));
  const least = Math.min(...skipped.map(({ price }) => price));
  const isRuns = money.limit !== null && money.spent + money.reserved + least > money.limit;
  const parts = isRuns
    ? []
    : partsOf(
        plan,
        skipped.map(({ at }) => at),
      );
  if (parts.length === 0) return `budget.limit in ${clean(plan.file)}`;
  const more = parts.length > MOST ? `, and of ${parts.length - MOST} more` : '';
  return `budget.limit in the file that is used by ${parts.slice(0, MOST).join(', ')}${more}`;
}

const MOST = 3;

function partsOf(plan: Plan, skipped: readonly number[]): readonly string[] {
  const ranges = partRanges(plan);
  return (plan.parts ?? []).flatMap(({ id, limit }) => {
    const range = ranges.get(id);
    const isHit = range !== undefined && skipped.some((at) => at >= range.from && at < range.to);
    return limit !== undefined && isHit ? [`${clean(id)} (${dollars(limit)})`] : [];
  });
}
