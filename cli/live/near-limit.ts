import type { Plan } from '../../plan/plan.ts';
import { dollars, type Quota } from '../../plan/quota.ts';
import type { Progress } from './progress.ts';

/** `82 % of the limit $1.50`, where an amount reaches `budget.warn-at` of it; undefined: it does not, or none is set. */
export function nearLimit({ budget }: Plan, used: Quota, limit: Quota | null | undefined): string | undefined {
  if (budget === undefined || limit === null || limit === undefined || limit === 0) return undefined;
  if (used < budget.warnAt * limit) return undefined;
  return `${Math.round((100 * used) / limit)} % of the limit ${dollars(limit)}`;
}

/** The same of what a run has spent and reserved. */
export function nearLimitOf({ plan, view }: Progress): string | undefined {
  return view && nearLimit(plan, view.money.spent + view.money.reserved, view.money.limit);
}
