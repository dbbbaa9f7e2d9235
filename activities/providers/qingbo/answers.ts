import { z } from 'zod';
import { plainText } from '../plain-text.ts';
import type { TaskState, TaskView } from '../provider.ts';
import { instantMs } from './wait-until.ts';

/** Task ids are opaque; one of more than 200 characters or with a control character is no id. */
const taskId = z.string().regex(/^[\x21-\x7e]{1,200}$/);
const instant = z.union([z.number(), z.string()]).nullish().catch(null);
const text = z.string().catch('');

/** The places where integrators have met the id (api.md §2), the documented one first. */
const accepted = z.object({
  task_id: taskId.optional().catch(undefined),
  id: taskId.optional().catch(undefined),
  data: z
    .object({
      task_id: taskId.optional().catch(undefined),
      id: taskId.optional().catch(undefined),
      created_at: instant,
    })
    .optional()
    .catch(undefined),
  created_at: instant,
  pre_consumed_cost: z.number().int().nonnegative().nullish().catch(null),
});

/** The task id of a 2xx answer with what comes with it, or undefined when there is none to read. */
export function readAccepted(
  json: unknown,
): { readonly task: string; readonly createdAtMs: number | null; readonly preConsumed: number | null } | undefined {
  const parsed = accepted.safeParse(json);
  if (!parsed.success) return undefined;
  const { task_id, id, data, created_at, pre_consumed_cost } = parsed.data;
  const task = task_id ?? data?.task_id ?? id ?? data?.id;
  if (task === undefined) return undefined;
  return { task, createdAtMs: whenMs(created_at ?? data?.created_at), preConsumed: pre_consumed_cost ?? null };
}

const failureCode = z
  .union([z.string(), z.number()])
  .transform((code) => String(code))
  .catch('');
const error = z
  .union([
    z.object({ message: text, code: failureCode, reset_at: instant }),
    z.string().transform((message) => ({ message, code: '', reset_at: null })),
  ])
  .nullish()
  .catch(null);
/** The page has all in `error`; relatives say some of it at the top. */
const failure = z.object({ error, message: text, code: failureCode, reset_at: instant });

/** Code, message and reset_at of an error answer; empty where it is text, HTML or nothing. */
export function readError(json: unknown): {
  readonly code: string;
  readonly message: string;
  readonly resetAt: string | number | null;
} {
  const parsed = failure.safeParse(json);
  const found = parsed.success ? parsed.data : undefined;
  return {
    code: plainText(found?.error?.code || (found?.code ?? '')),
    message: plainText(found?.error?.message || (found?.message ?? '')),
    resetAt: found?.error?.reset_at ?? found?.reset_at ?? null,
  };
}

const video = z.object({
  url: z.union([z.string(), z.array(text)]).catch([]),
  expires_at: instant,
});
const status = z.object({
  task_id: taskId.optional().catch(undefined),
  id: taskId.optional().catch(undefined),
  status: z.string(),
  model: text,
  action: text,
  created_at: instant,
  completed_at: instant,
  cost: z.number().nullish().catch(null),
  result: z
    .object({ videos: z.array(video).catch([]) })
    .nullish()
    .catch(null),
  error,
});
/** Some relatives wrap the whole answer in `data`. */
const wrapped = z.object({ data: status });

/** A task as the vendor shows it, or undefined when the answer has no status or speaks of another task. */
export function readStatus(json: unknown, task: string): TaskView | undefined {
  const plain = status.safeParse(json);
  const inner = plain.success ? plain.data : wrapped.safeParse(json).data?.data;
  if (inner === undefined) return undefined;
  const named = inner.task_id ?? inner.id;
  if (named !== undefined && named !== task) return undefined;
  const videos = inner.result?.videos ?? [];
  const [createdAtMs, completedAtMs] = [whenMs(inner.created_at), whenMs(inner.completed_at)];
  return {
    task,
    state: STATES[inner.status.toLowerCase()] ?? 'unknown',
    status: plainText(inner.status),
    model: plainText(inner.model),
    action: plainText(inner.action),
    createdAtMs,
    completedAtMs,
    cost: inner.cost ?? null,
    urls: videos.flatMap((one) => (typeof one.url === 'string' ? [one.url] : one.url)).filter((url) => url !== ''),
    linkEndsAtMs: earliestEnd(videos, completedAtMs ?? createdAtMs ?? 0),
    errorCode: plainText(inner.error?.code ?? ''),
    errorMessage: plainText(inner.error?.message ?? ''),
  };
}

/** The first end that a link is given; one long before its task was completed is a number of another kind. */
function earliestEnd(videos: readonly z.output<typeof video>[], madeAtMs: number): number | null {
  const ends = videos.map((one) => whenMs(one.expires_at)).filter((atMs) => atMs !== null);
  const sane = ends.filter((atMs) => atMs > madeAtMs - HOUR_MS);
  return sane.length === 0 ? null : Math.min(...sane);
}

const HOUR_MS = 3_600_000;

/** Callback events use other words for the same states (api.md §2); an answer with them is understood, too. */
const STATES: { readonly [status: string]: TaskState } = {
  queued: 'queued',
  processing: 'processing',
  running: 'processing',
  completed: 'completed',
  succeeded: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  canceled: 'cancelled',
};

const balance = z.object({ total_available_usd: z.number() });

/** USD left on the account, or null when the answer does not say. */
export function readBalance(json: unknown): number | null {
  return balance.safeParse(json).data?.total_available_usd ?? null;
}

/** A moment of this century; anything else (0, a span, microseconds) is no moment that could be reckoned with. */
function whenMs(value: string | number | null | undefined): number | null {
  const atMs = value === null || value === undefined ? null : instantMs(value);
  return atMs !== null && atMs > EARLIEST_MS && atMs < LATEST_MS ? atMs : null;
}

const EARLIEST_MS = Date.UTC(2001);
const LATEST_MS = Date.UTC(2101);
