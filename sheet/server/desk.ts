import type { Due, Sheet } from '../model/data.ts';
import type { Orders } from './orders.ts';

/** What became of an order. `no`: it was refused, and why, in words for a person. */
export type Reply = { readonly kind: 'done'; readonly words: string; readonly due?: Due } | Refused;
export type Refused = { readonly kind: 'no'; readonly words: string; readonly hint?: string; readonly due?: Due };

/** What stands behind the page: the run and its project. */
export type Desk = {
  /** How everything stands now. */
  readonly sheet: () => Promise<Sheet>;
  /** Calls `listener` when something may have changed, until the function returned is called. */
  readonly onChange: (listener: () => void) => () => void;
  /** Where a file lies that the sheet shows; undefined for any other. */
  readonly mediaFile: (sha256: string) => Promise<string | undefined>;
  readonly pick: (order: Orders['pick']) => Promise<Reply>;
  readonly approve: (order: Orders['approve']) => Promise<Reply>;
  readonly undo: () => Promise<Reply>;
  readonly note: (order: Orders['note']) => Promise<Reply>;
  /** What going on would make and cost, looked up now. Changes nothing. */
  readonly offer: () => Promise<Reply>;
  /** Goes on, if an offer of that name still stands. Twice with one name is once. */
  readonly promote: (order: Orders['promote']) => Promise<Reply>;
};
