import type { Quota } from '../quota.ts';
import type { Ledger } from './ledger.ts';

/**
 * What stands in the way of an account and not of one request: no run of it can be served, nothing that it makes could
 * be kept, or it costs more than anybody has agreed to. A later one hides those before it.
 */
export const TROUBLES = ['DAY_LIMIT', 'WINDOW_USED', 'NO_BALANCE', 'DISK_FULL', 'KEY_REFUSED', 'COST_ABOVE'] as const;
export type TroubleCode = (typeof TROUBLES)[number];

/**
 * `untilMs`: the vendor named an end; `needs`: what the refused task would have cost; `times`: so many times its price a
 * task was billed.
 */
export type Trouble = {
  readonly code: TroubleCode;
  readonly untilMs?: number;
  readonly needs?: Quota;
  readonly times?: number;
};

/** Why no run of the account may send anything; `untilMs`: it goes on by itself then; `times`: as in Trouble. */
export type Pause = {
  readonly code: TroubleCode | 'ACCOUNT_PAUSED';
  readonly untilMs?: number;
  readonly times?: number;
};

/** Trouble that ends when its time is over, which is told with it. */
export const TIMED_TROUBLES: ReadonlySet<TroubleCode> = new Set(['DAY_LIMIT', 'WINDOW_USED']);

export function isTrouble(code: string): code is TroubleCode {
  return TROUBLES.some((known) => known === code);
}

/** A later one hides those before it. */
export function troubleRank(code: TroubleCode): number {
  return TROUBLES.indexOf(code);
}

/**
 * A run has met trouble: it sends nothing more until the account has heard of it and says how it goes on. A bill that is
 * not heard of yet is said before all else: it is met once, the rest is met again.
 */
export function reportTrouble(ledger: Ledger, trouble: Trouble): void {
  const unheard = isUnheard(ledger) ? ledger.trouble : undefined;
  ledger.troubles = (ledger.troubles ?? 0) + 1;
  const isHidden = unheard?.code === 'COST_ABOVE' && trouble.code !== 'COST_ABOVE';
  ledger.trouble = isHidden ? unheard : trouble;
}

/** Another account entity knows of no bill, and only a person ends that pause: whoever knows of it tells it again. */
export function remindOfBill(ledger: Ledger, known: Pause | undefined): void {
  if (known?.code !== 'COST_ABOVE' || pauseOf(ledger)?.code === 'COST_ABOVE') return;
  const { times } = known;
  reportTrouble(ledger, { code: 'COST_ABOVE', ...(times === undefined ? {} : { times }) });
}

/** Reports that the account has not heard of yet. */
export function isUnheard({ troubles = 0, heard = 0 }: Ledger): boolean {
  return troubles > heard;
}

/** Why the run may send nothing, if so: what it has met itself, or what the account says. */
export function pauseOf(ledger: Ledger): Pause | undefined {
  if (!isUnheard(ledger)) return ledger.pause;
  return ledger.trouble ?? ledger.pause;
}

/** Takes the account's word from its newest lease. `heard` only grows: another entity may know of fewer reports. */
export function takePause(ledger: Ledger, lease: { readonly heard?: number; readonly pause?: Pause }): void {
  const heard = Math.max(ledger.heard ?? 0, lease.heard ?? 0);
  if (heard > 0) ledger.heard = heard;
  if (lease.pause === undefined) delete ledger.pause;
  else ledger.pause = lease.pause;
  if (!isUnheard(ledger)) delete ledger.trouble;
}

/** What a demand says of trouble: all that is unheard, so that a lost message loses nothing. */
export function troubleSaid(ledger: Ledger): { readonly trouble?: Trouble & { readonly count: number } } {
  const { trouble, troubles = 0 } = ledger;
  return trouble !== undefined && isUnheard(ledger) ? { trouble: { count: troubles, ...trouble } } : {};
}
