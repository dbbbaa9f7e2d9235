import type { Json, JsonObject } from '../json.ts';
import type { Fate } from '../task.ts';

/** Which calls can be made to go wrong. */
export const OPS = ['submit', 'poll', 'cancel', 'balance', 'download'] as const;
export type Op = (typeof OPS)[number];

/** One scripted fault: the calls that it is for, how often it strikes, and what it does. */
export type Fault = {
  readonly match: Match;
  /** How many calls it strikes; 1 unless told, 0: every one. */
  readonly count?: number;
  readonly action: FaultAction;
};

/** All that is given must fit. `nth`: only the nth call, from 1, that fits since the fault was set. */
export type Match = {
  readonly op: Op;
  readonly nth?: number;
  readonly task?: string;
  /** A part of the prompt: of the submitted body, or of the task's. */
  readonly prompt?: string;
  readonly key?: string;
  /** From 0 to 1, decided by the simulator's seed. */
  readonly probability?: number;
};

/** Before the call is carried out (nothing is accepted), or after (it is accepted, its answer is spoilt). */
export type When = 'before' | 'after';

export type FaultAction =
  /** Another answer. `body`: text as it is, anything else as JSON. */
  | {
      readonly do: 'answer';
      readonly status: number;
      readonly body?: Json;
      readonly headers?: { readonly [name: string]: string };
      readonly when?: When;
    }
  /** The connection is reset. */
  | { readonly do: 'reset'; readonly when?: When }
  /** No answer at all; the connection stays open. */
  | { readonly do: 'silence'; readonly when?: When }
  | { readonly do: 'delay'; readonly ms: number; readonly when?: When }
  /** No answer until POST /_sim/release. */
  | { readonly do: 'hold'; readonly when?: When }
  /** The true answer, slowly. */
  | { readonly do: 'drip'; readonly bytesPerSecond?: number }
  /** The true JSON answer with some fields changed or gone; places like `result.videos.0.expires_at`. */
  | { readonly do: 'patch'; readonly set?: JsonObject; readonly remove?: readonly string[] }
  /** The true answer to a submit, under the id of the task that was asked for last; waits until one is. */
  | { readonly do: 'repeat' }
  /** Decides how an accepted task will end, and when. */
  | ({ readonly do: 'fate' } & Fate)
  /** Content-Length is wrong by so many bytes. */
  | { readonly do: 'length'; readonly by: number }
  /** The connection ends after a part (0 to 1) of the body; `chunked`: without a Content-Length. */
  | { readonly do: 'cut'; readonly part: number; readonly chunked?: boolean }
  /** Nothing more comes after a part of the body; the connection stays open. */
  | { readonly do: 'stall'; readonly part: number }
  /** The bytes are those of another place than the answer says. */
  | { readonly do: 'shift'; readonly by: number }
  | { readonly do: 'etag'; readonly value: string }
  /** Another body under the true status. `other`: a valid file with other bytes. */
  | { readonly do: 'content'; readonly of: Content };

export const CONTENTS = ['empty', 'html', 'json', 'noise', 'other', 'huge-json', 'gzip-bomb', 'endless'] as const;
export type Content = (typeof CONTENTS)[number];
