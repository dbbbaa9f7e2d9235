import type { Quota } from './quota.ts';

/** No honest bill is above ten times the price: such a number is a mistake of somebody's. */
export const MOST_TIMES = 10;

/**
 * How many times its price a make was billed, up to the next hundredth, so that a multiple that was agreed to once is not
 * asked for again. A free make that is billed is any multiple.
 */
export function timesOfPrice(billed: Quota, price: Quota): number {
  return price > 0 ? Math.ceil((100 * billed) / price) / 100 : Number.MAX_SAFE_INTEGER;
}
