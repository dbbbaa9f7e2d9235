import { readPause, readTrouble } from './read-trouble.ts';
import type { Pause, Trouble } from './trouble.ts';

/**
 * Run → account: everything that counts, never a change only, so that loss, repetition and order do no harm.
 * `granted` and `returned` only grow and merge by max; the rest counts when `seq` is newer.
 */
export type Demand = {
  /** The run's firstExecutionRunId. */
  readonly key: string;
  /** The run's workflow id. */
  readonly id: string;
  /** The account entity to whose grants the numbers belong; '' before the first lease. */
  readonly epoch: string;
  readonly seq: number;
  readonly want: number;
  readonly granted: number;
  readonly returned: number;
  readonly weight: number;
  readonly prio: number;
  /** How often the vendor refused this run for its cap so far, and until when it asked us to wait. */
  readonly refused?: { readonly count: number; readonly untilMs: number };
  /** What the vendor has against the account, as far as the account has not heard of it; `count` reports so far. */
  readonly trouble?: Trouble & { readonly count: number };
  /** Until when each unsure claim of the run occupies a slot, whatever becomes of the run. */
  readonly unsure: readonly number[];
  readonly bye: boolean;
};

/** Account → run. A lease whose `to` is another run's key is dropped. */
export type Lease = {
  readonly to: string;
  readonly epoch: string;
  readonly seq: number;
  readonly granted: number;
  readonly returned: number;
  /** A slot above this number is given back when its task leaves the cap. */
  readonly keep: number;
  readonly limit: number;
  /** Somebody waits: idle slots are given back. */
  readonly waiting: boolean;
  /** How many of the run's reports of trouble the account has heard; absent: none. */
  readonly heard?: number;
  /** Why no run of the account may send anything now; absent: each may. */
  readonly pause?: Pause;
  /** For a while the vendor has accepted nothing of anybody, which people are told. */
  readonly refusing?: true;
};

/** A demand from an untrusted signal, or undefined: a reducer must never meet a wrong shape. */
export function readDemand(value: unknown): Demand | undefined {
  if (!isBag(value)) return undefined;
  const { key, id, epoch, seq, want, granted, returned, weight, prio, refused, unsure, bye } = value;
  if (typeof key !== 'string' || typeof id !== 'string' || typeof epoch !== 'string') return undefined;
  if (!isCount(seq) || !isCount(want) || !isCount(granted) || !isCount(returned)) return undefined;
  if (!isNumber(weight) || weight <= 0 || !isNumber(prio) || typeof bye !== 'boolean') return undefined;
  if (!Array.isArray(unsure) || !unsure.every(isNumber)) return undefined;
  const trouble = readTrouble(value.trouble);
  const told = trouble === undefined ? {} : { trouble };
  const base = { key, id, epoch, seq, want, granted, returned, weight, prio, unsure, bye, ...told };
  if (refused === undefined) return base;
  if (!isBag(refused) || !isCount(refused.count) || !isNumber(refused.untilMs)) return undefined;
  return { ...base, refused: { count: refused.count, untilMs: refused.untilMs } };
}

/** A lease from an untrusted signal, or undefined. */
export function readLease(value: unknown): Lease | undefined {
  if (!isBag(value)) return undefined;
  const { to, epoch, seq, granted, returned, keep, limit, waiting } = value;
  if (typeof to !== 'string' || typeof epoch !== 'string' || typeof waiting !== 'boolean') return undefined;
  if (!isCount(seq) || !isCount(granted) || !isCount(returned) || !isCount(keep) || !isCount(limit)) return undefined;
  const pause = readPause(value.pause);
  const told = {
    ...(isCount(value.heard) ? { heard: value.heard } : {}),
    ...(pause === undefined ? {} : { pause }),
    ...(value.refusing === true ? { refusing: true as const } : {}),
  };
  return { to, epoch, seq, granted, returned, keep, limit, waiting, ...told };
}

function isBag(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && isNumber(value) && value >= 0;
}
