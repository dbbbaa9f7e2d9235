import { expect, test } from 'vitest';
import { createEndJudge } from '../../activities/end-judge.ts';
import type { StatusAnswer, TaskView } from '../../activities/providers/provider.ts';
import { accountOf, vendorAt } from './outside.ts';

const DAY = 86_400_000;
const TASK: TaskView = {
  ...{ task: 't', state: 'processing', status: '', model: '', action: '', createdAtMs: null, completedAtMs: null },
  ...{ cost: null, urls: [], linkEndsAtMs: null, errorCode: '', errorMessage: '' },
};
const task = (change: Partial<TaskView>): StatusAnswer => ({ kind: 'task', view: { ...TASK, ...change } });
const busy: StatusAnswer = { kind: 'busy', untilMs: null };
const away: StatusAnswer = { kind: 'unreachable', message: '' };
const nonsense: StatusAnswer = { kind: 'unreadable', message: '' };
const odd = task({ state: 'unknown' });
const missing: StatusAnswer = { kind: 'missing' };

/** Tells a judge these answers in turns, one every ten seconds from `fromMs` after acceptance; when it ends, and how. */
function judged(answers: readonly StatusAnswer[], fromMs = 0, mostMs = 3 * DAY) {
  let nowMs = fromMs;
  const vendor = vendorAt('http://127.0.0.1:1/v1');
  const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs, bootMs: () => nowMs };
  const judge = createEndJudge({ account: accountOf(vendor, { speed: 1 }), clock, acceptedAtMs: 0 });
  for (let turn = 0; nowMs < fromMs + mostMs; turn += 1, nowMs += 10_000) {
    const end = judge.hear(answers[turn % answers.length] ?? away);
    if (end !== undefined) return { end, atMs: nowMs };
  }
  return undefined;
}

test.each<[string, readonly StatusAnswer[], number, string, number]>([
  ['an unknown status', [odd], 0, 'TASK_UNREADABLE', 600_000],
  ['answers without sense', [nonsense], 0, 'TASK_UNREADABLE', 600_000],
  ['one kind of nonsense after the other', [odd, nonsense], 0, 'TASK_UNREADABLE', 600_000],
  ['nonsense between failures of the network', [away, odd, busy, nonsense], 0, 'TASK_UNREADABLE', 610_000],
  ['404 from the first moment', [missing], 0, 'TASK_LOST', 90_000],
  ['404 in turns with nonsense', [nonsense, missing], 0, 'TASK_LOST', 110_000],
  ['404 later', [missing], 3_600_000, 'TASK_LOST', 3_630_000],
  ['silence past the life of a task', [away], 0, 'TASK_UNREADABLE', DAY + 10_000],
  ['"busy" past the life of a task', [busy, away], 0, 'TASK_UNREADABLE', DAY + 10_000],
  ['silence that begins after that life', [away], 2 * DAY, 'TASK_UNREADABLE', 2 * DAY + 600_000],
])('%s ends with a person', (_case, answers, fromMs, code, atMs) => {
  expect(judged(answers, fromMs)).toEqual({ end: { kind: 'unsure', code }, atMs });
});

test.each<[string, readonly StatusAnswer[], number]>([
  ['a task that renders for days', [task({}), odd, nonsense, missing, away], 0],
  ['a network that is away for a night', [away], 0],
])('%s is followed', (_case, answers, fromMs) => {
  expect(judged(answers, fromMs, DAY)).toBeUndefined();
});

test.each<[string, StatusAnswer, object]>([
  ['failed', task({ state: 'failed', cost: 0 }), { kind: 'failed', code: 'TASK_FAILED', cost: 0, again: true }],
  ['completed without a video', task({ state: 'completed' }), { kind: 'failed', code: 'NO_VIDEO', again: true }],
  [
    'completed without a video and billed',
    task({ state: 'completed', cost: 5 }),
    { kind: 'failed', code: 'NO_VIDEO', cost: 5, again: false },
  ],
])('%s counts from the second answer, half a minute later', (_case, answer, end) => {
  expect(judged([answer])).toMatchObject({ end, atMs: 30_000 });
  expect(judged([answer, task({})], 0, DAY), 'taken back each time').toBeUndefined();
});

test('completed counts at once', () => {
  const done = task({ state: 'completed', urls: ['u'], cost: 5 });
  expect(judged([done])).toEqual({ end: { kind: 'completed', cost: 5 }, atMs: 0 });
});
