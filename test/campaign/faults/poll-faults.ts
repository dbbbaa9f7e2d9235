import type { FaultAction } from '../../../simulator/index.ts';
import { answer, coded, type HttpFault } from './http-fault.ts';

const UNMADE: FaultAction = { do: 'patch', set: { status: 'completed', cost: 1_000 }, remove: ['result'] };

/** Answers to a GET of a task, and what came instead: none of them ends a task that is not over. */
export const POLL_FAULTS: readonly HttpFault[] = [
  fault('reset', { do: 'reset' }),
  { ...fault('no answer', { do: 'silence' }), slow: true },
  { ...fault('a byte a second', { do: 'drip', bytesPerSecond: 1 }), slow: true },
  fault('HTML', answer(200, '<html>')),
  fault('no task id', { do: 'patch', remove: ['task_id'] }),
  fault('wrong types', { do: 'patch', set: { status: 7, progress: 'half', created_at: [] } }),
  fault("another task's id", { do: 'patch', set: { task_id: 'task-wave1b1' } }),
  fault('301 elsewhere', (trap) => answer(301, '', { location: `${trap}/v1/tasks/1` })),
  fault('400', coded(400, 'invalid_request')),
  fault('401', coded(401, 'unauthorized')),
  fault('402', coded(402, 'insufficient_balance')),
  fault('403', coded(403, 'forbidden')),
  fault('404 for some times', coded(404, 'task_not_found'), 4),
  fault('409', coded(409, 'conflict')),
  fault('422', coded(422, 'unprocessable')),
  fault('429', coded(429, 'rate_limited')),
  fault('429 with Retry-After', coded(429, 'rate_limited', { 'retry-after': '1' })),
  fault('500', coded(500, 'internal')),
  fault('502 as text', answer(502, 'Bad Gateway')),
  fault('503', answer(503, '')),
  fault('an unknown status', { do: 'patch', set: { status: 'dreaming' } }),
  fault('a status that goes backwards', { do: 'patch', set: { status: 'queued', progress: 0 } }, 3),
  fault('failed, and then not', { do: 'patch', set: { status: 'failed' } }),
  fault('completed without a result', { do: 'patch', set: { status: 'completed' }, remove: ['result'] }),
  fault('completed without a result, billed, told twice', UNMADE, 2),
  fault('an empty list of videos', { do: 'patch', set: { status: 'completed', result: { videos: [] } } }),
  fault('a link that has ended', { do: 'patch', set: { 'result.videos.0.expires_at': 1 } }, 0),
  fault('a bill without a cost', { do: 'patch', remove: ['cost'] }, 0),
  fault('a bill below zero', { do: 'patch', set: { cost: -1 } }, 0),
  fault('a bill of 1e30', { do: 'patch', set: { cost: 1e30 } }, 0),
  fault('progress 101', { do: 'patch', set: { progress: 101 } }),
  fault('a body of 50 MB', { do: 'content', of: 'huge-json' }),
  fault('a gzip bomb', { do: 'content', of: 'gzip-bomb' }),
];

function fault(name: string, action: FaultAction | ((trap: string) => FaultAction), count = 1): HttpFault {
  const actions = (trap: string) => [typeof action === 'function' ? action(trap) : action];
  return { name: `poll: ${name}`, op: 'poll', ends: 'done', count, actions };
}
