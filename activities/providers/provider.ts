import type { FailureCode } from '../../plan/failures.ts';
import type { Quota } from '../../plan/quota.ts';

/** The vendor behind one account. Nothing here throws for what the world does: every end of a call is an answer. */
export type Provider = {
  /** One POST, at most once on the wire, never cancelled by anybody. */
  submit(call: SubmitCall): Promise<SubmitAnswer>;
  status(task: string, signal?: AbortSignal): Promise<StatusAnswer>;
  cancel(task: string, signal?: AbortSignal): Promise<CancelAnswer>;
  balance(signal?: AbortSignal): Promise<BalanceAnswer>;
  /** Writes the bytes of a result link to a new file (`partPath` must not exist) and syncs it to the disk. */
  download(call: DownloadCall): Promise<DownloadAnswer>;
};

export type SubmitCall = {
  readonly body: Uint8Array;
  readonly idempotencyKey: string;
  /** Asked at the moment of sending; false: nothing is written. */
  readonly maySend: () => boolean;
};

/** What one POST proves (architecture §5). `message`: the vendor's words, bounded, without control characters. */
export type SubmitAnswer =
  | {
      readonly kind: 'created';
      readonly task: string;
      /** The vendor's clock; null where the answer does not say. */
      readonly createdAtMs: number | null;
      readonly preConsumed: Quota | null;
      /** The Date header as received, '' if none. */
      readonly vendorDate: string;
    }
  /** 429: not created; `untilMs` null: the vendor did not say until when. `window`: a quota over time is used up. */
  | { readonly kind: 'refused'; readonly untilMs: number | null; readonly window: boolean; readonly message: string }
  /** The request was never written. */
  | { readonly kind: 'not-sent'; readonly code: FailureCode; readonly message: string }
  | { readonly kind: 'rejected'; readonly code: FailureCode; readonly message: string }
  | { readonly kind: 'account'; readonly code: FailureCode; readonly message: string }
  | { readonly kind: 'ambiguous'; readonly message: string };

export type TaskState = 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled' | 'unknown';

/** A task as the vendor shows it. Times in ms since the epoch; null where the answer does not say or makes no sense. */
export type TaskView = {
  readonly task: string;
  readonly state: TaskState;
  readonly status: string;
  readonly model: string;
  readonly action: string;
  readonly createdAtMs: number | null;
  readonly completedAtMs: number | null;
  /** As received: may be negative or absurd; whoever settles decides. */
  readonly cost: number | null;
  readonly urls: readonly string[];
  readonly linkEndsAtMs: number | null;
  readonly errorCode: string;
  readonly errorMessage: string;
};

export type StatusAnswer =
  | { readonly kind: 'task'; readonly view: TaskView }
  | { readonly kind: 'missing' }
  | { readonly kind: 'key' }
  | { readonly kind: 'busy'; readonly untilMs: number | null }
  /** The vendor answered 2xx and this version cannot make sense of it. */
  | { readonly kind: 'unreadable'; readonly message: string }
  /** Network, 5xx and the like: ask again. */
  | { readonly kind: 'unreachable'; readonly message: string };

/** Only a GET proves a cancel; `accepted` is the vendor's word. */
export type CancelAnswer = { readonly kind: 'accepted' | 'too-late' | 'unknown' };

export type BalanceAnswer =
  | { readonly kind: 'balance'; readonly availableUsd: number | null; readonly vendorDate: string }
  | { readonly kind: 'key'; readonly vendorDate: string }
  | { readonly kind: 'unreachable'; readonly vendorDate: string; readonly message: string };

export type DownloadCall = {
  readonly url: string;
  readonly partPath: string;
  /** A longer body is broken off. */
  readonly mostBytes?: number;
  readonly signal?: AbortSignal;
};

export type DownloadAnswer =
  /** `sha256` (hex): of the bytes as they came over the network. */
  | { readonly kind: 'saved'; readonly bytes: number; readonly sha256: string }
  /** 403, 404, 410: this link is dead, a fresh one may live. */
  | { readonly kind: 'gone'; readonly status: number }
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'disk'; readonly message: string }
  /** What came, whole as it is, is no video: nothing, a page, or bytes without end. */
  | { readonly kind: 'unusable'; readonly message: string }
  /** The network's trouble: the same link may work in a moment. */
  | { readonly kind: 'broken'; readonly message: string };
