import type { Generation } from './generations.ts';
import { GENERATIONS } from './generations.ts';

/** How the simulated vendor behaves. Times in milliseconds, money in quota units (500,000 = 1 USD). */
export type Settings = {
  readonly api: Generation['name'];
  /** Divides queue and render times, nothing else: the life of a link is never scaled. */
  readonly speed: number;
  readonly seed: string;
  readonly cap: number;
  /** What the cap counts: from POST to the end, or only until the task is seen processing. */
  readonly counts: 'in-flight' | 'queued';
  readonly idempotency: 'honour' | 'ignore' | 'forget';
  readonly idempotencyWindowMs: number;
  readonly extend: 'includes-source' | 'segment-only';
  readonly linkLifeMs: number;
  /** Each GET of a completed task hands out a link that lives anew. */
  readonly renewLinks: boolean;
  readonly urlShape: 'string' | 'array';
  /** How moments are told: the page has `created_at` in either unit and `expires_at` in seconds, relatives have others. */
  readonly createdAt: 's' | 'ms';
  readonly expiresAt: 's' | 'ms' | 'iso';
  /** What each account owns at its first request. */
  readonly grantedQuota: number;
  /** Keys that are let in; empty: any key that is not empty. Each is an account; NEW=OLD: NEW is let in to that of OLD. */
  readonly keys: readonly string[];
  /** The answer above the cap, which the vendor documents nowhere. */
  readonly refusal: { readonly code: string; readonly retryAfter?: string; readonly resetAt?: number };
  /** Instead of the table of times: each task takes this long from POST to its end (before `speed`). */
  readonly taskMs?: number;
  /** Times vary by ± this part, seeded. */
  readonly jitter: number;
};

const DAY_MS = 24 * 60 * 60 * 1000;

/** The settings of an API generation, with what the caller wants otherwise on top. */
export function makeSettings(wanted: Partial<Settings> = {}): Settings {
  const generation = GENERATIONS[wanted.api ?? 'simulator'];
  const idempotency = wanted.idempotency ?? generation.idempotency;
  return {
    api: generation.name,
    speed: 1,
    seed: '1',
    cap: 5,
    counts: 'in-flight',
    idempotency,
    // A vendor that forgets keeps a key for a minute; the documented window is a day (api.md §1).
    idempotencyWindowMs: idempotency === 'forget' ? 60_000 : DAY_MS,
    extend: 'includes-source',
    linkLifeMs: generation.linkLifeMs,
    renewLinks: false,
    urlShape: 'string',
    createdAt: 'ms',
    expiresAt: 's',
    grantedQuota: 500_000_000,
    keys: [],
    refusal: { code: 'rate_limit_exceeded' },
    jitter: 0.15,
    ...dropUndefined(wanted),
  };
}

/** What is wrong with settings that came from outside, or undefined. */
export function settingsProblem(settings: Settings): string | undefined {
  if (!(settings.speed > 0)) return 'speed must be above 0';
  if (!Number.isInteger(settings.cap) || settings.cap < 1) return 'cap must be a whole number from 1';
  if (!(settings.jitter >= 0 && settings.jitter < 1)) return 'jitter must be from 0 to below 1';
  if (!['in-flight', 'queued'].includes(settings.counts)) return 'counts must be in-flight or queued';
  if (!['honour', 'ignore', 'forget'].includes(settings.idempotency)) return 'idempotency: honour, ignore or forget';
  if (!['includes-source', 'segment-only'].includes(settings.extend)) return 'extend: includes-source or segment-only';
  if (!['string', 'array'].includes(settings.urlShape)) return 'urlShape must be string or array';
  if (!['s', 'ms'].includes(settings.createdAt)) return 'createdAt must be s or ms';
  if (!['s', 'ms', 'iso'].includes(settings.expiresAt)) return 'expiresAt must be s, ms or iso';
  if (!(settings.linkLifeMs >= 0)) return 'linkLifeMs must be 0 or more';
  if (!Array.isArray(settings.keys)) return 'keys must be a list';
  if (settings.taskMs !== undefined && !(settings.taskMs >= 0)) return 'taskMs must be 0 or more';
  return undefined;
}

function dropUndefined(wanted: Partial<Settings>): Partial<Settings> {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
