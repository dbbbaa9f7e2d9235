import { GENERATIONS } from './generations.ts';
import { type Answer, errorAnswer, jsonAnswer } from './http/answer.ts';
import type { Json } from './json.ts';
import type { Links } from './links.ts';
import type { Settings } from './settings.ts';
import { isTerminal, type Task } from './task.ts';

/** How a generation of the vendor's API speaks about tasks. Times in ms, `expires_at` in seconds. */
export type TaskAnswers = {
  readonly submitted: (task: Task) => Answer;
  readonly status: (task: Task, nowMs: number) => Answer;
  readonly cancelled: (task: Task) => Answer;
  readonly notFound: (id: string) => Answer;
};

export function makeTaskAnswers(settings: () => Settings, links: Links, origin: () => string): TaskAnswers {
  return {
    submitted: (task) => {
      const { costs } = GENERATIONS[settings().api];
      const body = face(task, 'queued', 0, settings());
      return jsonAnswer(200, costs ? { ...body, pre_consumed_cost: task.priceQuota } : body, {}, task.id);
    },
    status: (task, nowMs) => {
      const body: { [name: string]: Json } = { ...face(task, task.status, progress(task, nowMs), settings()) };
      if (task.finishedAt !== undefined) body.completed_at = moment(task.finishedAt, settings().createdAt);
      Object.assign(body, money(task, settings()));
      if (task.status === 'completed') body.result = result(task, nowMs, settings(), links);
      if (task.error !== undefined) body.error = { message: task.error.message, code: task.error.code };
      const address = `${origin()}/v1/tasks/${task.id}`;
      body.urls = { get: address, cancel: `${address}/cancel` };
      return jsonAnswer(200, body, {}, task.id);
    },
    cancelled: (task) =>
      jsonAnswer(
        200,
        { task_id: task.id, status: 'cancelled', refunded: true, refunded_quota: task.priceQuota },
        {},
        task.id,
      ),
    notFound: (id) => errorAnswer(404, 'task_not_found', `Task ${id.slice(0, 80)} not found.`),
  };
}

/** The six fields of the vendor's own example, in its order. */
function face(
  task: Task,
  status: Task['status'],
  progress: number,
  { createdAt }: Settings,
): { readonly [name: string]: Json } {
  const { model, action } = task.shot;
  return { task_id: task.id, model, action, status, created_at: moment(task.acceptedAt, createdAt), progress };
}

function moment(atMs: number, unit: 's' | 'ms' | 'iso'): Json {
  if (unit === 'iso') return new Date(atMs).toISOString();
  return unit === 'ms' ? atMs : Math.floor(atMs / 1000);
}

function progress(task: Task, nowMs: number): number {
  if (task.status === 'completed') return 100;
  if (task.status !== 'processing') return 0;
  const part = (nowMs - task.startsAt) / Math.max(1, task.endsAt - task.startsAt);
  return Math.max(1, Math.min(99, Math.floor(part * 100)));
}

function money(task: Task, settings: Settings): { readonly [name: string]: Json } {
  const { costs, billingStatus } = GENERATIONS[settings.api];
  const paid = task.status === 'completed' ? 'settled' : 'refunded';
  const status = isTerminal(task.status) ? paid : 'frozen';
  return {
    ...(costs && isTerminal(task.status) ? { cost: task.costQuota ?? 0 } : {}),
    // The words for this field stand on no page; these three are the ledger's own.
    ...(billingStatus ? { billing_status: status } : {}),
  };
}

function result(task: Task, nowMs: number, settings: Settings, links: Links): Json {
  const fromMs = settings.renewLinks ? nowMs : (task.finishedAt ?? nowMs);
  const expiresAtS = Math.floor((fromMs + settings.linkLifeMs) / 1000);
  const url = links.make(task.id, expiresAtS);
  return {
    videos: [
      { url: settings.urlShape === 'array' ? [url] : url, expires_at: moment(expiresAtS * 1000, settings.expiresAt) },
    ],
  };
}
