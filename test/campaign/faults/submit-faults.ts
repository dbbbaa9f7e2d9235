import type { FaultAction } from '../../../simulator/index.ts';
import { answer, coded, type HttpFault } from './http-fault.ts';

/** Answers to a POST, and what came instead. A name that does not resolve and the like: test/activities/submit-answers. */
export const SUBMIT_FAULTS: readonly HttpFault[] = [
  fault("200 with another task's id", 'lost', () => ({ do: 'repeat' })),
  {
    ...fault('200 with a forged task id', 'lost', () => ({ do: 'patch', set: { task_id: 'task-wave1b1' } })),
    slow: true,
  },
  fault('reset before acceptance', 'unsure', () => ({ do: 'reset', when: 'before' })),
  fault('reset after acceptance', 'unsure', () => ({ do: 'reset', when: 'after' })),
  { ...fault('no answer after acceptance', 'unsure', () => ({ do: 'silence', when: 'after' })), slow: true },
  { ...fault('a byte a second', 'unsure', () => ({ do: 'drip', bytesPerSecond: 1 })), slow: true },
  fault('200 bytes a second', 'done', () => ({ do: 'drip', bytesPerSecond: 200 })),
  fault('200 with HTML', 'unsure', () => answer(200, '<html>busy</html>', { 'content-type': 'text/html' })),
  fault('200 without a task id', 'unsure', () => ({ do: 'patch', remove: ['task_id'] })),
  fault('200 with a task id of a wrong type', 'unsure', () => ({ do: 'patch', set: { task_id: ['a', 'b'] } })),
  fault('301 elsewhere', 'unsure', (trap) => answer(301, '', { location: `${trap}/v1/tasks` })),
  fault('400', 'failed', () => coded(400, 'invalid_request')),
  fault('401', 'done', () => coded(401, 'unauthorized')),
  fault('402', 'done', () => coded(402, 'insufficient_balance')),
  fault('403', 'done', () => coded(403, 'forbidden')),
  fault('404', 'failed', () => coded(404, 'not_found')),
  fault('409', 'unsure', () => coded(409, 'conflict')),
  fault('413', 'failed', () => coded(413, 'too_large')),
  fault('422', 'failed', () => coded(422, 'unprocessable')),
  fault('429', 'done', () => coded(429, 'rate_limited')),
  fault('429 with Retry-After in seconds', 'done', () => coded(429, 'rate_limited', { 'retry-after': '1' })),
  fault('429 with Retry-After as a date', 'done', () => {
    return coded(429, 'rate_limited', { 'retry-after': new Date(Date.now() + 8_000).toUTCString() });
  }),
  fault('429 with a reset_at that is past', 'done', () => windowUsed(1_000)),
  fault('429 with a reset_at in seconds', 'done', () => windowUsed(Math.ceil(Date.now() / 1000) + 8)),
  fault('429 with a reset_at in milliseconds', 'done', () => windowUsed(Date.now() + 8_000)),
  { ...fault('429 with a reset_at in ten years', 'done', () => windowUsed(Date.now() + TEN_YEARS_MS)), slow: true },
  fault('500', 'unsure', () => coded(500, 'internal')),
  fault('500 price_not_configured', 'failed', () => coded(500, 'price_not_configured')),
  fault('502 as text', 'unsure', () => answer(502, 'Bad Gateway', { 'content-type': 'text/plain' })),
  fault('503', 'unsure', () => answer(503, '')),
];

const TEN_YEARS_MS = 10 * 365 * 86_400_000;

function fault(name: string, ends: HttpFault['ends'], action: (trap: string) => FaultAction): HttpFault {
  return { name: `submit: ${name}`, op: 'submit', ends, actions: (trap) => [action(trap)] };
}

function windowUsed(resetAt: number): FaultAction {
  const error = { code: 'quota_window_exceeded', message: 'the window is used up', reset_at: resetAt };
  return answer(429, { error }, { 'content-type': 'application/json' });
}
