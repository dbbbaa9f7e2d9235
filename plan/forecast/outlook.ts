import type { Plan } from '../plan.ts';
import type { Quota } from '../quota.ts';
import type { RenderTimes } from '../render-times.ts';

/**
 * How a node stands. over: nothing of it takes time any more; ahead: still to be made; held: only a person can go on
 * with it; `elapsedMs`: at the vendor, or asking, for so long.
 */
export type Standing = 'over' | 'ahead' | 'held' | { readonly elapsedMs: number };

/** Another run of the account, as far as can be told: `waiting` renders beside those that hold a slot, each `ms` long. */
export type Rival = {
  readonly held: number;
  readonly waiting: number;
  readonly ms: number;
  readonly weight: number;
  readonly prio: number;
};

/** The account's limit of money for each day of a zone, and what of today's is spent or reserved. */
export type DayBudget = { readonly limit: Quota; readonly zone: string; readonly spent: Quota };

/** What is around a run and decides with it how long it takes. */
export type Surroundings = {
  /** What renders took lately, ms at the vendor's usual speed, by kind (`kindOf`). */
  readonly times: ReadonlyMap<string, RenderTimes>;
  readonly rivals: readonly Rival[];
  /** How late the end of a render is seen, ms at the vendor's usual speed. */
  readonly lateMs: number;
  /** The cap that counts now, where the account was asked. */
  readonly slots?: number;
  /** Nothing is submitted before, ms since the epoch; Infinity: nobody knows when. Absent: at once. */
  readonly pausedUntilMs?: number;
  readonly day?: DayBudget;
};

export const NO_SURROUNDINGS: Surroundings = { times: new Map(), rivals: [], lateMs: 0 };

/** All that a forecast is made from. `standings`: one a node of the plan. `speed`: of a simulated run, else 1. */
export type Outlook = {
  readonly plan: Plan;
  readonly standings: readonly Standing[];
  readonly slots: number;
  readonly speed: number;
  readonly nowMs: number;
  readonly around: Surroundings;
};
