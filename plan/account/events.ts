import type { AccountCheck, Census, Probe, Suspect } from '../activity.ts';
import type { Demand, Lease } from '../slots/messages.ts';

/** What an account hears of. */
export type AccountEvent =
  /** A new execution: nothing of the last one is under way any more. */
  | { readonly kind: 'start' }
  | { readonly kind: 'demand'; readonly demand: Demand }
  /** A lease was acknowledged, or its run is gone. */
  | { readonly kind: 'told'; readonly key: string; readonly ok: boolean }
  | { readonly kind: 'census'; readonly census: Census }
  | { readonly kind: 'probed'; readonly probes: { readonly [key: string]: Probe } }
  /** An activity of ours failed for good: it is asked for again, and nothing is granted on a guess. */
  | { readonly kind: 'census-broke' }
  | { readonly kind: 'sweep-broke' }
  | { readonly kind: 'limit'; readonly limit: number }
  /** A person's word, as it came. */
  | { readonly kind: 'order'; readonly order: unknown }
  /** It was looked whether trouble is over; without an answer our asking broke. */
  | { readonly kind: 'checked'; readonly check?: AccountCheck }
  /** The execution must end soon: nothing is told that must be acknowledged first. */
  | { readonly kind: 'hold' }
  /** The alarm went off. */
  | { readonly kind: 'tick' };

export type AccountCommand =
  | { readonly kind: 'tell'; readonly id: string; readonly lease: Lease }
  | { readonly kind: 'census' }
  | { readonly kind: 'check' }
  | { readonly kind: 'sweep'; readonly suspects: readonly Suspect[] };
