import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock.ts';
import type { Desk } from '../desk.ts';
import type { Call } from '../faults/fault-book.ts';
import type { Journal } from '../journal.ts';
import { isObject, parseJson } from '../json.ts';
import type { Links } from '../links.ts';
import type { Library } from '../render/library.ts';
import { sha256 } from '../seeded.ts';
import type { Settings } from '../settings.ts';
import type { Stats } from '../stats.ts';
import type { Fate } from '../task.ts';
import type { TaskLife } from '../task-life.ts';
import { type Answer, errorAnswer } from './answer.ts';
import { fileAnswer } from './file-answer.ts';

/** A request that was understood: what faults see of it, and how it is carried out. */
export type VendorCall = { readonly seen: Call; readonly run: (fate?: Fate) => Promise<Answer> };

export type VendorCallOptions = {
  readonly settings: () => Settings;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly stats: Stats;
  readonly links: Links;
  readonly desk: Desk;
  readonly life: TaskLife;
  readonly library: Library;
};

/** Finds the vendor's call behind a request, or the answer for a request that is none of its calls. */
export function readVendorCall(
  request: IncomingMessage,
  body: Buffer,
  arrivedAt: number,
  options: VendorCallOptions,
): VendorCall | Answer {
  const { desk, life } = options;
  const url = new URL(request.url ?? '/', 'http://simulator');
  const [first = '', ...rest] = url.pathname.split('/').slice(1).map(decode);
  const route = `${request.method} /${[first, ...rest.map((part, index) => (index === 1 ? '*' : part))].join('/')}`;
  const id = rest[1] ?? '';
  if (first === 'files') return download(request, rest[0] ?? '', url.searchParams.get('token'), options);
  if (first !== 'v1') return noRoute(request.method, url.pathname);
  const account = accountOf(request.headers.authorization, options.settings().keys);
  if (account === undefined) return errorAnswer(401, 'unauthorized', 'Invalid or missing API key.');
  const prompt = life.find(id)?.shot.prompt;
  switch (route) {
    case 'POST /v1/tasks':
      return submit(request, body, arrivedAt, account, options);
    case 'GET /v1/tasks/*':
      return { seen: { op: 'poll', task: id, prompt }, run: async () => desk.poll(account, id) };
    case 'POST /v1/tasks/*/cancel':
      return { seen: { op: 'cancel', task: id, prompt }, run: async () => desk.cancel(account, id) };
    case 'GET /v1/dashboard/*/balance':
      return { seen: { op: 'balance' }, run: async () => desk.balance(account) };
    default:
      return noRoute(request.method, url.pathname);
  }
}

function submit(
  request: IncomingMessage,
  bytes: Buffer,
  arrivedAt: number,
  account: string,
  { desk, journal, stats }: VendorCallOptions,
): VendorCall {
  const header = request.headers['idempotency-key'];
  const key = typeof header === 'string' && header !== '' ? header : undefined;
  stats.posted(key);
  journal.emit('arrived', arrivedAt);
  const body = parseJson(bytes.toString('utf8'));
  const prompt = isObject(body) && typeof body.prompt === 'string' ? body.prompt : undefined;
  return {
    seen: { op: 'submit', key, prompt },
    run: async (fate) => desk.submit({ account, bytes, idempotencyKey: key, arrivedAt, fate }),
  };
}

function download(
  request: IncomingMessage,
  id: string,
  token: string | null,
  { clock, journal, library, life, links, stats }: VendorCallOptions,
): VendorCall | Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD') return noRoute(request.method, '/files');
  const task = life.find(id);
  return {
    seen: { op: 'download', task: id, prompt: task?.shot.prompt },
    run: async () => {
      stats.count('downloads');
      const link = links.check(id, token, clock.now());
      if (link === 'forged') return errorAnswer(403, 'access_denied', 'This link is not valid.');
      if (link === 'expired') return errorAnswer(403, 'link_expired', 'This link has expired.');
      if (task?.status !== 'completed') return errorAnswer(404, 'not_found', 'No such file.');
      journal.emit('downloading', clock.now(), id);
      return fileAnswer(await library.clip(task), request.headers, id);
    },
  };
}

/** An account is named by a hash of its key, so that no key stands in a ledger or a log. */
function accountOf(authorization: string | undefined, keys: readonly string[]): string | undefined {
  const key = authorization?.match(/^Bearer\s+(\S+)\s*$/i)?.[1];
  const known = keys.find((one) => one === key || one.startsWith(`${key}=`));
  if (key === undefined || (keys.length > 0 && known === undefined)) return undefined;
  // NEW=OLD: the key took the place of another one, of the same account.
  const first = known?.split('=')[1] ?? key;
  return `account-${sha256(first).slice(0, 12)}`;
}

function noRoute(method: string | undefined, path: string): Answer {
  return errorAnswer(404, 'not_found', `${method} ${path.slice(0, 80)}: no such path.`);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
