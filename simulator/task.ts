import type { JsonObject } from './json.ts';
import type { Shot } from './shot.ts';

/** One accepted task as the simulator remembers it. Times are the simulator's clock in ms, money in quota units. */
export type Task = {
  readonly id: string;
  readonly account: string;
  readonly ordinal: number;
  readonly shot: Shot;
  readonly body: JsonObject;
  readonly bodySha256: string;
  readonly idempotencyKey?: string | undefined;
  readonly keyForgotten?: boolean;
  /** Equal for equal shots under one seed. */
  readonly shape: string;
  /** What pictures and times are derived from: the shape and the take. */
  readonly contentKey: string;
  /** How many tasks of this shape were accepted, this one included. */
  readonly take: number;
  readonly arrivedAt: number;
  readonly acceptedAt: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly status: TaskStatus;
  readonly finishedAt?: number;
  /** When the source of an extension had been read and joined. */
  readonly readyAt?: number;
  readonly priceQuota: number;
  readonly costQuota?: number;
  readonly error?: { readonly code: string; readonly message: string };
  /** A scripted end. */
  readonly fate?: Fate;
};

export type TaskStatus = 'queued' | 'processing' | 'completed' | 'failed' | 'cancelled';

/** What a fault may decide about a task when it is accepted. */
export type Fate = {
  readonly status?: 'completed' | 'failed';
  readonly code?: string;
  readonly message?: string;
  readonly costQuota?: number;
  readonly queueMs?: number;
  readonly renderMs?: number;
};

export function isTerminal(status: TaskStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
