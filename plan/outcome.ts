import type { FailureCode } from './failures.ts';
import type { Quota } from './quota.ts';

/**
 * What became of one submit (or of recovering it). `attempt` is the one that was really used: the store may know of
 * more attempts than the run that asks. Texts of the vendor are in the store, never here: this goes into the history.
 */
export type SubmitOutcome = { readonly attempt: number; readonly generation: number } & (
  | {
      readonly kind: 'created';
      readonly task: string;
      readonly reserved: Quota;
      readonly acceptedAtMs: number;
      readonly flags?: readonly string[];
      readonly twin?: TwinOutcome;
    }
  /** A make with this identity and generation is there already: $0. */
  | { readonly kind: 'made'; readonly cost: Quota }
  /** 429: not created; a slot is given back, not before `untilMs`. */
  | { readonly kind: 'refused'; readonly untilMs: number; readonly code: FailureCode }
  /** Proven not created (void, DNS, refused connection, …): again with the next attempt, not counted. */
  | { readonly kind: 'not-sent'; readonly code: FailureCode }
  /** Not created and never will be (400, 413, 422, retries used up, …). */
  | { readonly kind: 'rejected'; readonly code: FailureCode }
  /** Key or balance (401 402 403): not created; the account pauses until a person acts. */
  | { readonly kind: 'account'; readonly code: FailureCode }
  /** Needs something that cannot be had (a source without a living link, no media host). */
  | { readonly kind: 'blocked'; readonly code: FailureCode }
  /** Perhaps created. Slot and price stay reserved until `untilMs`. */
  | { readonly kind: 'unsure'; readonly untilMs: number; readonly reserved: Quota }
  /** This run was declared dead by the sweeper; it must not submit any more. */
  | { readonly kind: 'closed' }
);

/** There may be a second task that nobody can name: its price and slot stay reserved until `untilMs`. */
export type TwinOutcome = { readonly reserved: Quota; readonly untilMs: number };

/** What became of an unsure node: late proof from the store, or a person's decision (`dailies resolve`). */
export type ResolutionOutcome =
  | { readonly kind: 'created'; readonly task: string; readonly acceptedAtMs: number; readonly twin?: TwinOutcome }
  | { readonly kind: 'not-created' }
  | { readonly kind: 'pay-again'; readonly generation: number }
  /** The vendor answers, and the same bytes may be sent again with the same key: the run decides, for it may be cancelled. */
  | { readonly kind: 'resend' }
  /** The task's life is over and nothing proved anything: slot and price are released, the node stays unsure. */
  | { readonly kind: 'expired' };

/** What became of an accepted task. */
export type TaskOutcome =
  | { readonly kind: 'completed'; readonly cost: Quota | null }
  /** `counts: queued` only: seen processing, the slot is free. */
  | { readonly kind: 'processing' }
  /** Its timeout passed: shown as late, its slot kept, followed slowly. */
  | { readonly kind: 'late' }
  /** Confirmed twice; `again`: another attempt is allowed (refunded, not a content refusal, not permanent). */
  | {
      readonly kind: 'failed';
      readonly code: FailureCode;
      readonly cost: Quota;
      readonly again: boolean;
      /** The vendor named no cost: that it gave all back is assumed. */
      readonly assumed?: true;
    }
  | { readonly kind: 'cancelled'; readonly cost: Quota; readonly assumed?: true }
  | { readonly kind: 'unsure'; readonly code: FailureCode }
  | { readonly kind: 'account'; readonly code: FailureCode };

/** What became of the file of a completed task, or of a local node. */
export type FileOutcome =
  | {
      readonly kind: 'saved';
      readonly sha256: string;
      readonly seconds: number;
      readonly cost: Quota;
      /** The vendor billed so many times the price that was planned; above 1. */
      readonly overpaid?: number;
      /** It is the file of the second task that the vendor made for the payment: there is no other one any more. */
      readonly second?: true;
    }
  /** Paid and not to be had (links dead, task gone). */
  | { readonly kind: 'blocked'; readonly code: FailureCode }
  /** The vendor's fault with a finished task (no video in it), refunded. */
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly cost: Quota; readonly again: boolean }
  /** Disk full, unknown result host: pause until a person acts, nothing is lost. */
  | { readonly kind: 'paused'; readonly code: FailureCode };

/** The answer to a pick: indices of the chosen candidates, or that nobody has answered yet. */
export type PickOutcome = { readonly kind: 'picked'; readonly chosen: readonly number[] } | { readonly kind: 'asking' };

/** A person's answer to an approve, or that nobody has answered yet. */
export type ApprovalOutcome = { readonly kind: 'approved' | 'rejected' | 'asking' };

/** What a node's `if` evaluates to. */
export type ConditionOutcome =
  | { readonly kind: 'holds' | 'fails' }
  /** It cannot be evaluated, or is neither true nor false. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'paused'; readonly code: FailureCode };
