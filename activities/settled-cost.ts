import { MOST_TIMES, timesOfPrice } from '../plan/bill.ts';
import type { FailureCode } from '../plan/failures.ts';
import type { Quota } from '../plan/quota.ts';

/** `odd`: the number that was named cannot be right. `flag`: why a person should look at it. */
export type SettledCost = {
  readonly cost: Quota;
  readonly assumed: boolean;
  readonly odd: boolean;
  readonly flag?: FailureCode;
  /** How many times the estimate was named, where it is more. */
  readonly overpaid?: number;
};

/**
 * What a finished task cost. The vendor's number counts where it is a whole number of units in 0…10 × the estimate;
 * else the estimate stays, assumed.
 */
export function settledCost(named: number | null, estimate: Quota): SettledCost {
  if (named === null) return { cost: estimate, assumed: true, odd: false };
  const above = named > estimate ? ({ flag: 'COST_ABOVE', overpaid: timesOfPrice(named, estimate) } as const) : {};
  const isSane = Number.isSafeInteger(named) && named >= 0 && named <= estimate * MOST_TIMES;
  if (isSane) return { cost: named, assumed: false, odd: false, ...above };
  return { cost: estimate, assumed: true, odd: true, flag: 'COST_ODD', ...above };
}
