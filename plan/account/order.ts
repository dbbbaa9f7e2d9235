import { tryNow } from './limit.ts';
import type { AccountState } from './state.ts';
import { agreeToBill, endTrouble, tellAll } from './trouble.ts';

/** `pause` and `limit` are a person's word and hold until the same person's `resume`; `try` ends the vendor's trouble only. */
export type AccountOrder =
  | { readonly do: 'pause' | 'resume' | 'try' }
  /** At most so many tasks at once; at or above the account's own limit: no more than that is ordered. */
  | { readonly do: 'limit'; readonly limit: number };

/** Takes an order from an untrusted signal; what makes no sense changes nothing. */
export function takeOrder(state: AccountState, order: unknown): void {
  const { what, limit } = readOrder(order);
  if (what === 'pause') state.pausedByPerson = true;
  if (what === 'resume') {
    delete state.pausedByPerson;
    delete state.lowered;
  }
  if (what === 'try') tryNow(state);
  if (what === 'resume' || what === 'try') {
    agreeToBill(state);
    endTrouble(state);
  }
  if (what === 'limit' && limit !== undefined) {
    if (limit < state.limit) state.orderedLimit = limit;
    else delete state.orderedLimit;
  }
  if (what !== undefined) tellAll(state);
}

function readOrder(order: unknown): { readonly what?: string; readonly limit?: number } {
  if (typeof order !== 'object' || order === null || !('do' in order)) return {};
  const what = ['pause', 'resume', 'try', 'limit'].find((known) => known === order.do);
  const limit = 'limit' in order ? order.limit : undefined;
  const isLimit = typeof limit === 'number' && Number.isSafeInteger(limit) && limit >= 1;
  return { ...(what === undefined ? {} : { what }), ...(isLimit ? { limit } : {}) };
}
