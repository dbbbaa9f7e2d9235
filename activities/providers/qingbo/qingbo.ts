import { Agent, Client, type Dispatcher } from 'undici';
import { TIMING } from '../../../plan/timing.ts';
import { plainText, withoutSecret } from '../plain-text.ts';
import type {
  BalanceAnswer,
  CancelAnswer,
  Provider,
  StatusAnswer,
  SubmitAnswer,
  SubmitCall,
  TaskView,
} from '../provider.ts';
import { readBalance, readError, readStatus } from './answers.ts';
import { classify } from './classify.ts';
import { type Exchange, exchange, type Outgoing } from './exchange.ts';
import { type FetchLimits, fetchResult } from './fetch-result.ts';
import { readJson } from './read-json.ts';
import { resultHosts } from './result-hosts.ts';
import { waitUntil } from './wait-until.ts';

/** Answers of the vendor are some hundred bytes; whatever is longer is not one. */
const MOST_ANSWER_BYTES = 1_048_576;
const CONNECT_MS = 10_000;

export type QingboOptions = {
  /** With its path, e.g. `https://www.qingbo.dev/v1`. */
  readonly baseUrl: string;
  readonly key: string;
  /** Patterns of hosts on which results may lie, beside the base URL's own. */
  readonly resultHosts: readonly string[];
  readonly now: () => number;
  readonly postAnswerMs?: number;
  readonly getAnswerMs?: number;
  readonly download?: Partial<FetchLimits>;
};

/** The vendor's task API and its relatives, the simulator among them. Holds keep-alive connections until `close`. */
export type Qingbo = Provider & { close(): Promise<void> };

/** A client of the vendor's task API for one account (api.md §2). */
export function qingbo(options: QingboOptions): Qingbo {
  const base = new URL(options.baseUrl);
  const root = base.pathname.replace(/\/+$/, '');
  const hosts = resultHosts(options.baseUrl, options.resultHosts);
  const connect = { timeout: CONNECT_MS, lookup: hosts.lookup };
  const asking = new Agent({ connect, connections: 8, keepAliveTimeout: 10_000 });
  const headers = {
    authorization: `Bearer ${options.key}`,
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': 'dailies',
  };

  const call = (dispatcher: Dispatcher, method: Outgoing['method'], path: string, signal?: AbortSignal) =>
    exchange(dispatcher, {
      origin: base.origin,
      path: root + path,
      method,
      headers,
      timeoutMs: options.getAnswerMs ?? TIMING.getAnswerMs,
      maxBytes: MOST_ANSWER_BYTES,
      ...(signal === undefined ? {} : { signal }),
    });

  return {
    async submit(submitCall) {
      const answer = await submit(submitCall);
      return 'message' in answer ? { ...answer, message: redact(answer.message) } : answer;
    },
    async status(task, signal) {
      return statusOf(await call(asking, 'GET', `/tasks/${encodeURIComponent(task)}`, signal), task);
    },
    async cancel(task, signal) {
      return cancelOf(await call(asking, 'POST', `/tasks/${encodeURIComponent(task)}/cancel`, signal));
    },
    async balance(signal) {
      return balanceOf(await call(asking, 'GET', '/dashboard/billing/balance', signal));
    },
    download: (downloadCall) => fetchResult(downloadCall, hosts, options.download),
    async close() {
      await asking.destroy();
    },
  };

  /** A connection of its own: one from a pool may be half closed, and then nobody knows what was read. */
  async function submit(submitCall: SubmitCall): Promise<SubmitAnswer> {
    const client = new Client(base.origin, { connect, pipelining: 1, allowH2: false });
    try {
      const result = await exchange(client, {
        origin: base.origin,
        path: `${root}/tasks`,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': submitCall.idempotencyKey },
        body: submitCall.body,
        timeoutMs: options.postAnswerMs ?? TIMING.postAnswerMs,
        maxBytes: MOST_ANSWER_BYTES,
        maySend: submitCall.maySend,
      });
      return classify(result, MOST_ANSWER_BYTES, options.now());
    } finally {
      await client.destroy();
    }
  }

  /** A vendor that quotes our key in its message must not bring it into the store. */
  function redact(message: string): string {
    return withoutSecret(message, options.key);
  }

  function redacted(view: TaskView): TaskView {
    return {
      ...{ ...view, status: redact(view.status), model: redact(view.model), action: redact(view.action) },
      ...{ errorCode: redact(view.errorCode), errorMessage: redact(view.errorMessage) },
    };
  }

  function statusOf(result: Exchange, task: string): StatusAnswer {
    if (result.kind === 'failure') {
      // An answer that is far too long is one, and will be the next time, too.
      const kind = result.code === 'TOO_LONG' ? 'unreadable' : 'unreachable';
      return { kind, message: plainText(result.message) };
    }
    const json = readJson(result.headers, result.body, MOST_ANSWER_BYTES);
    if (result.status >= 200 && result.status < 300) {
      const view = readStatus(json, task);
      if (view === undefined) return { kind: 'unreadable', message: 'an answer without the state of this task' };
      return { kind: 'task', view: redacted(view) };
    }
    if (result.status === 404 || result.status === 410) return { kind: 'missing' };
    if (result.status === 401 || result.status === 403) return { kind: 'key' };
    if (result.status === 429) {
      const { resetAt } = readError(json);
      return { kind: 'busy', untilMs: waitUntil(result.headers, resetAt, options.now(), TIMING.refusedMostMs) };
    }
    const message = `HTTP ${result.status}`;
    return { kind: isPassing(result.status) ? 'unreachable' : 'unreadable', message };
  }
}

/** The vendor's own trouble, or the account's: asked again, it goes by. Any other status makes no sense on a GET. */
function isPassing(status: number): boolean {
  return status >= 500 || status === 402 || status === 408 || status === 425;
}

function cancelOf(result: Exchange): CancelAnswer {
  if (result.kind === 'failure') return { kind: 'unknown' };
  if (result.status >= 200 && result.status < 300) return { kind: 'accepted' };
  return { kind: result.status === 400 || result.status === 404 || result.status === 409 ? 'too-late' : 'unknown' };
}

function balanceOf(result: Exchange): BalanceAnswer {
  if (result.kind === 'failure') return { kind: 'unreachable', vendorDate: '', message: plainText(result.message) };
  const vendorDate = result.headers.date ?? '';
  if (result.status === 401 || result.status === 403) return { kind: 'key', vendorDate };
  if (result.status < 200 || result.status > 299) {
    return { kind: 'unreachable', vendorDate, message: `HTTP ${result.status}` };
  }
  const json = readJson(result.headers, result.body, MOST_ANSWER_BYTES);
  return { kind: 'balance', availableUsd: readBalance(json), vendorDate };
}
