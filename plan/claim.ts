import type { FailureCode } from './failures.ts';
import type { Quota } from './quota.ts';

/** The process that wrote a claim: dead for sure when host and boot are ours and no such pid and start exists. */
export type Owner = { readonly host: string; readonly boot: string; readonly pid: number; readonly start: string };

/**
 * A payment claimed before it is made. Stands, put-if-absent, at
 * `claims/<realm>/<pipeline>/<node>/<identity>.<generation>.<attempt>`.
 */
export type Claim = {
  readonly version: 1;
  readonly kind: 'intent';
  readonly nonce: string;
  /** firstExecutionRunId and workflow id of the run. */
  readonly key: string;
  readonly run: string;
  readonly account: string;
  readonly store: string;
  readonly owner: Owner;
  /** Wall clock, ms: after it nothing may be sent any more. */
  readonly sendDeadlineMs: number;
  readonly idempotencyKey: string;
  /** sha256 of the wire body, which lies at `bodies/<sha256>`. */
  readonly body: string;
  readonly model: string;
  readonly action: string;
  readonly sources: readonly string[];
  readonly reserved: Quota;
  readonly api: string;
  readonly engineEpoch: number;
  readonly atMs: number;
  /** ms since the owner's machine started, at the same moment: a wall clock that was set cannot change it. */
  readonly bootMs?: number | undefined;
  /** Until when an ambiguous claim keeps slot and price (atMs + the API profile's task life). */
  readonly unsureUntilMs: number;
};

/** Put by whoever recovers first: the attempt was not sent and can never be. */
export type VoidClaim = {
  readonly version: 1;
  readonly kind: 'void';
  readonly key: string;
  readonly account: string;
  readonly atMs: number;
};

/** Beside the claim, `…/<attempt>.created`: the vendor accepted it. */
export type Created = {
  readonly version: 1;
  readonly task: string;
  /** answer: of the POST itself; same-key: of a resend; adopted: typed or called back, then proven by a GET. */
  readonly how: 'answer' | 'same-key' | 'adopted';
  readonly acceptedAtMs: number;
  /** The vendor's Date header, '' if none. */
  readonly vendorDate: string;
};

/** Beside the claim, `…/<attempt>.settled`: no money is open on this attempt any more. */
export type Settled = {
  readonly version: 1;
  readonly as: 'not-created' | 'failed' | 'cancelled' | 'made' | 'paid-again';
  readonly code?: FailureCode;
  /** The vendor's own words, for people; bounded, stripped of control characters. */
  readonly message?: string;
  readonly cost: Quota;
  readonly refunded: Quota;
  /** failed, cancelled: the vendor named no cost, so nobody has confirmed the refund. */
  readonly assumed?: true;
  readonly atMs: number;
};

/** Beside the claim, `…/<attempt>.resolution`: what a person decided for an unsure attempt. */
export type Resolution =
  | { readonly version: 1; readonly kind: 'task'; readonly task: string; readonly atMs: number }
  | { readonly version: 1; readonly kind: 'not-created'; readonly atMs: number }
  | { readonly version: 1; readonly kind: 'pay-again'; readonly generation: number; readonly atMs: number };
