import type { Pause } from './slots/trouble.ts';

/** The input of an account workflow; `ensureAccount` fills it from the account's settings. */
export type AccountInput = {
  /** Which machine wrote the history; rises only at a continue-as-new. */
  readonly interpreter: 1;
  readonly account: string;
  /** Tasks that the vendor allows at once. */
  readonly limit: number;
  /** Speed of a simulated account, 1 otherwise: divides its intervals. */
  readonly speed: number;
  /** When to continue as new, where a test wants it sooner than usual. */
  readonly renewal?: Renewal;
  /** Carried over continue-as-new. */
  readonly state?: unknown;
};

/** From how many events or signals an execution is continued as new at a good moment, and when it is forced. */
export type Renewal = { readonly events: number; readonly signals: number; readonly force: number };

/** One run as the account sees it. */
export type Holder = {
  readonly key: string;
  readonly id: string;
  readonly held: number;
  readonly want: number;
  readonly weight: number;
  readonly prio: number;
  /** Its present share of the limit, a fraction under pressure. */
  readonly share: number;
  /** Gone, its tasks not yet ended; or closed with claims that nobody can prove. */
  readonly dead: boolean;
  /** Until when its unsure claims occupy slots, ms since the epoch. */
  readonly unsure: readonly number[];
  readonly because: string;
};

/** The answer to the `account` query: who holds what and why. */
export type AccountView = {
  readonly limit: number;
  /** The limit that counts now: lower after the vendor refused. */
  readonly effective: number;
  /** A person's order: at most so many. */
  readonly ordered?: number;
  /**
   * Why no run may send anything, since when, until when, when the vendor is asked whether it is over, and to which run
   * (its workflow id) a task was billed above its price.
   */
  readonly paused?: Pause & { readonly sinceMs?: number; readonly checkAtMs?: number; readonly billedTo?: string };
  /** A person has agreed to bills of up to so many times the price. */
  readonly agreedTimes?: number;
  readonly loweredUntilMs: number | null;
  /** The vendor accepts nothing: until `loweredUntilMs` nobody sends anything, then one task is tried. */
  readonly resting?: true;
  readonly free: number;
  /** Somebody wants more than it has. */
  readonly waiting: boolean;
  /** The census of a new entity is not done: nothing is granted. */
  readonly counting: boolean;
  readonly holders: readonly Holder[];
};
