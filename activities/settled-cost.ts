import type { Quota } from '../plan/quota.ts';

/** No honest bill is above ten times the estimate: such a number is a mistake of somebody's. */
const MOST_TIMES = 10;

/**
 * What a finished task cost. The vendor's number counts where it is a whole number of units in 0…10 × the estimate;
 * else the estimate stays, assumed. `odd`: the vendor named a number that cannot be right.
 */
export function settledCost(
  named: number | null,
  estimate: Quota,
): { readonly cost: Quota; readonly assumed: boolean; readonly odd: boolean } {
  if (named === null) return { cost: estimate, assumed: true, odd: false };
  const isSane = Number.isSafeInteger(named) && named >= 0 && named <= estimate * MOST_TIMES;
  return isSane ? { cost: named, assumed: false, odd: false } : { cost: estimate, assumed: true, odd: true };
}
