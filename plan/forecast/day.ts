import { nextDayMs } from '../days.ts';
import type { Quota } from '../quota.ts';
import type { DayBudget } from './outlook.ts';

/** What a day of the account still allows: `since` and what it answers are ms since the epoch. */
export type DayPurse = {
  /** When this may be submitted: `nowMs` or later; Infinity: no day allows so much. Reserves nothing. */
  readonly from: (price: Quota, nowMs: number) => number;
  readonly pay: (price: Quota, nowMs: number) => void;
};

/** The purse of a play that begins at `nowMs`. `endOfDay`: shared by all plays, since to find one costs a while. */
export function dayPurse(budget: DayBudget, nowMs: number, endOfDay: (ms: number) => number): DayPurse {
  let [spent, endsMs] = [budget.spent, endOfDay(nowMs)];
  const turn = (atMs: number) => {
    while (atMs >= endsMs) [spent, endsMs] = [0, endOfDay(endsMs)];
  };
  return {
    from: (price, atMs) => {
      turn(atMs);
      if (price > budget.limit) return Number.POSITIVE_INFINITY;
      return spent + price <= budget.limit ? atMs : endsMs;
    },
    pay: (price, atMs) => {
      turn(atMs);
      spent += price;
    },
  };
}

/** `nextDayMs`, asked once for each day. */
export function endsOfDays(zone: string): (ms: number) => number {
  const known: { readonly fromMs: number; readonly endMs: number }[] = [];
  return (ms) => {
    const found = known.find(({ fromMs, endMs }) => ms >= fromMs && ms < endMs);
    if (found !== undefined) return found.endMs;
    const endMs = nextDayMs(zone, ms);
    known.push({ fromMs: ms, endMs });
    return endMs;
  };
}
