import type { FaultAction, Match } from '../../simulator/index.ts';

/** One call of the vendor that goes wrong, and how a run must end whose other calls go right. */
export type HttpFault = {
  readonly name: string;
  readonly match: Match;
  readonly count?: number;
  readonly action: FaultAction;
  /** done; failed: of this node only; unsure: only where keys are ignored, else done; paused: until a person goes on. */
  readonly ends: 'done' | 'failed' | 'unsure' | 'paused';
};

const SUBMIT = { op: 'submit', nth: 2 } as const;
const POLL = { op: 'poll', nth: 3 } as const;
const DOWNLOAD = { op: 'download', nth: 1 } as const;

type Answer = Extract<FaultAction, { readonly do: 'answer' }>;
const answer = (status: number, body: Answer['body'], headers: Answer['headers'] = {}): Answer => {
  return { do: 'answer', status, ...(body === undefined ? {} : { body }), headers };
};
const coded = (code: string) => ({ error: { code, message: `the simulator was told to say ${code}` } });
const JSON_TYPE = { 'content-type': 'application/json' };

const submit = (name: string, ends: HttpFault['ends'], action: FaultAction): HttpFault => {
  return { name: `submit: ${name}`, match: SUBMIT, action, ends };
};
const poll = (name: string, action: FaultAction, ends: HttpFault['ends'] = 'done'): HttpFault => {
  return { name: `poll: ${name}`, match: POLL, action, ends };
};
const download = (name: string, action: FaultAction, count = 1): HttpFault => {
  return { name: `download: ${name}`, match: DOWNLOAD, count, action, ends: 'done' };
};

/** The HTTP faults of docs/reliability.md, each once in a run. */
export const FAULTS: readonly HttpFault[] = [
  submit('reset before acceptance', 'unsure', { do: 'reset', when: 'before' }),
  submit('reset after acceptance', 'unsure', { do: 'reset', when: 'after' }),
  submit('200 with HTML', 'unsure', answer(200, '<html>busy</html>', { 'content-type': 'text/html' })),
  submit('200 without a task id', 'unsure', { do: 'patch', remove: ['task_id'] }),
  submit('200 with a task id of a wrong type', 'unsure', { do: 'patch', set: { task_id: ['a', 'b'] } }),
  submit('301 elsewhere', 'unsure', answer(301, '', { location: 'http://127.0.0.1:9/v1/tasks' })),
  submit('400', 'failed', answer(400, coded('invalid_request'), JSON_TYPE)),
  submit('401', 'paused', answer(401, coded('unauthorized'), JSON_TYPE)),
  submit('402', 'paused', answer(402, coded('insufficient_balance'), JSON_TYPE)),
  submit('404', 'failed', answer(404, coded('not_found'), JSON_TYPE)),
  submit('409', 'unsure', answer(409, coded('conflict'), JSON_TYPE)),
  submit('413', 'failed', answer(413, coded('too_large'), JSON_TYPE)),
  submit('422', 'failed', answer(422, coded('unprocessable'), JSON_TYPE)),
  submit('429', 'done', answer(429, coded('rate_limited'), JSON_TYPE)),
  submit('429 with Retry-After', 'done', answer(429, coded('rate_limited'), { ...JSON_TYPE, 'retry-after': '1' })),
  submit(
    '429 with a reset_at that is past',
    'done',
    answer(429, { error: { code: 'quota_window_exceeded', reset_at: 1_000 } }, JSON_TYPE),
  ),
  submit('500', 'unsure', answer(500, coded('internal'), JSON_TYPE)),
  submit('500 price_not_configured', 'failed', answer(500, coded('price_not_configured'), JSON_TYPE)),
  submit('502 as text', 'unsure', answer(502, 'Bad Gateway', { 'content-type': 'text/plain' })),
  submit('503', 'unsure', answer(503, '')),
  submit('some bytes a second', 'done', { do: 'drip', bytesPerSecond: 200 }),
  poll('reset', { do: 'reset' }),
  poll('404', answer(404, coded('task_not_found'), JSON_TYPE)),
  poll('500', answer(500, coded('internal'), JSON_TYPE)),
  poll('502 as text', answer(502, 'Bad Gateway')),
  poll('an unknown status', { do: 'patch', set: { status: 'dreaming' } }),
  poll('progress 101', { do: 'patch', set: { progress: 101 } }),
  poll('a body of 50 MB', { do: 'content', of: 'huge-json' }),
  poll('a gzip bomb', { do: 'content', of: 'gzip-bomb' }),
  poll('HTML', answer(200, '<html>')),
  download('403', answer(403, '')),
  download('404', answer(404, '')),
  download('410', answer(410, '')),
  download('HTML', { do: 'content', of: 'html' }),
  download('JSON', { do: 'content', of: 'json' }),
  download('no bytes', { do: 'content', of: 'empty' }),
  download('noise', { do: 'content', of: 'noise' }),
  download('too short a length', { do: 'length', by: -100 }),
  download('too long a length', { do: 'length', by: 100 }),
  download('cut', { do: 'cut', part: 0.5 }),
  download('cut, chunked', { do: 'cut', part: 0.5, chunked: true }),
  download('endless', { do: 'content', of: 'endless' }),
  download('to a private address', answer(302, '', { location: 'http://169.254.169.254/latest' })),
];
