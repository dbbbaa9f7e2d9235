import type { Clock } from './clock.ts';
import { GENERATIONS } from './generations.ts';
import { type Answer, errorAnswer, jsonAnswer } from './http/answer.ts';
import { findByKey } from './idempotency.ts';
import type { Journal } from './journal.ts';
import { isObject, parseJson } from './json.ts';
import type { Ledger } from './ledger.ts';
import { priceOf } from './prices.ts';
import { seededNumber, sha256 } from './seeded.ts';
import type { Settings } from './settings.ts';
import { readShot } from './shot.ts';
import type { Stats } from './stats.ts';
import type { Fate, Task } from './task.ts';
import type { TaskAnswers } from './task-answers.ts';
import type { TaskLife } from './task-life.ts';
import { taskTimes } from './task-times.ts';

/** The vendor's four calls, each from a request to an answer. */
export type Desk = {
  readonly submit: (request: SubmitRequest) => Answer;
  readonly poll: (account: string, id: string) => Answer;
  readonly cancel: (account: string, id: string) => Answer;
  readonly balance: (account: string) => Answer;
};

export type SubmitRequest = {
  readonly account: string;
  readonly bytes: Uint8Array;
  readonly idempotencyKey: string | undefined;
  readonly arrivedAt: number;
  readonly fate: Fate | undefined;
};

export type DeskOptions = {
  readonly settings: () => Settings;
  readonly seed: string;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly stats: Stats;
  readonly life: TaskLife;
  readonly answers: TaskAnswers;
};

const QUOTA_PER_USD = 500_000;

export function makeDesk(options: DeskOptions): Desk {
  const { answers, clock, journal, ledger, life, stats } = options;
  // Another account's task is as unknown as one that never was.
  const own = (account: string, id: string): Task | undefined => {
    const task = life.find(id);
    return task?.account === account ? task : undefined;
  };
  return {
    submit: (request) => submit(request, options),
    poll: (account, id) => {
      stats.count('polls');
      const task = own(account, id);
      journal.emit('polled', clock.now(), task?.id);
      return task === undefined ? answers.notFound(id) : answers.status(task, clock.now());
    },
    cancel: (account, id) => {
      stats.count('cancels');
      const task = own(account, id);
      if (task === undefined) return answers.notFound(id);
      const cancelled = life.cancel(id);
      if (cancelled !== undefined) return answers.cancelled(cancelled);
      return errorAnswer(
        400,
        'task_not_cancellable',
        `Task ${id} is ${task.status}; only queued tasks can be cancelled.`,
      );
    },
    balance: (account) => {
      const { granted, used, frozen } = ledger.balance(account);
      return jsonAnswer(200, {
        total_granted_usd: granted / QUOTA_PER_USD,
        total_used_usd: (used + frozen) / QUOTA_PER_USD,
        total_available_usd: (granted - used - frozen) / QUOTA_PER_USD,
        as_of: Math.floor(clock.now() / 1000),
      });
    },
  };
}

/** Refused bodies cost nothing; a repeated key is answered before the cap is looked at: nothing new is queued. */
function submit(request: SubmitRequest, options: DeskOptions): Answer {
  const { answers, clock, journal, ledger, life, stats } = options;
  const settings = options.settings();
  const refuse = (answer: Answer): Answer => {
    journal.emit('refused', clock.now());
    return answer;
  };
  const body = parseJson(Buffer.from(request.bytes).toString('utf8'));
  const read = readShot(body, GENERATIONS[settings.api]);
  if ('complaint' in read || !isObject(body)) {
    const { code, param, message } = 'complaint' in read ? read.complaint : NO_OBJECT;
    return refuse(errorAnswer(400, code, message, { param }));
  }
  const bodySha256 = sha256(request.bytes);
  const known = findByKey(life.underKey(request), settings, clock.now());
  if (known !== undefined && known.bodySha256 !== bodySha256) {
    return refuse(errorAnswer(409, 'idempotency_conflict', 'This Idempotency-Key was used with another body.'));
  }
  if (known !== undefined) {
    journal.emit('replayed', clock.now(), known.id);
    return answers.submitted(known);
  }
  const inCap = life.inCap(request.account);
  if (inCap >= settings.cap) {
    stats.count('refusals');
    return refuse(capAnswer(settings));
  }
  const { shot } = read;
  const priceQuota = priceOf(shot);
  if (priceQuota === undefined) return refuse(errorAnswer(500, 'price_not_configured', 'No price for this request.'));
  if (ledger.balance(request.account).available < priceQuota) {
    return refuse(errorAnswer(402, 'insufficient_balance', 'The balance does not cover this task.'));
  }
  const task = makeTask(request, { shot, body, bodySha256, priceQuota }, options);
  life.accept(task);
  stats.accepted(request.account, request.arrivedAt, inCap + 1);
  return answers.submitted(task);
}

const NO_OBJECT = { code: 'invalid_request', param: undefined, message: 'The body must be a JSON object.' };

function capAnswer({ cap, refusal }: Settings): Answer {
  const headers: Answer['headers'] = refusal.retryAfter === undefined ? {} : { 'retry-after': refusal.retryAfter };
  const message = `Too many tasks at the same time: at most ${cap} per account.`;
  return errorAnswer(429, refusal.code, message, { headers, reset_at: refusal.resetAt });
}

function makeTask(
  request: SubmitRequest,
  asked: Pick<Task, 'shot' | 'body' | 'bodySha256' | 'priceQuota'>,
  { clock, life, seed, settings }: DeskOptions,
): Task {
  const { shot } = asked;
  // Ports and tokens change from run to run: times and pictures come from what was asked for alone.
  const { callbackUrl: _, extendUrl, ...content } = shot;
  const shape = sha256(JSON.stringify([seed, content, extendUrl !== undefined]));
  const take = life.takes(shape) + 1;
  const contentKey = sha256(`${shape}/${take}`);
  const acceptedAt = clock.now();
  const times = taskTimes(shot, contentKey, settings());
  const startsAt = Math.round(acceptedAt + (request.fate?.queueMs ?? times.queueMs));
  const ordinal = life.count() + 1;
  const digits = Math.floor(1e8 + 9e8 * seededNumber(`${contentKey}/${ordinal}/${acceptedAt}`));
  return {
    ...asked,
    id: `task-wave${Math.floor(acceptedAt / 1000)}b${digits}`,
    account: request.account,
    ordinal,
    ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
    shape,
    contentKey,
    take,
    arrivedAt: request.arrivedAt,
    acceptedAt,
    startsAt,
    endsAt: Math.round(startsAt + (request.fate?.renderMs ?? times.renderMs)),
    status: 'queued',
    ...(request.fate === undefined ? {} : { fate: request.fate }),
  };
}
