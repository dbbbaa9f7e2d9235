import { request } from 'node:http';

/** A call back about one shot that nobody should believe; the shot is done all the same. */
export type CallbackFault = {
  readonly name: string;
  /** When it comes: while the task renders, before the answer of its POST, or after the run. */
  readonly when: 'rendering' | 'unanswered' | 'over';
  readonly calls: (to: string, task: string) => readonly Promise<number>[];
  /** The answers that are right; 0: the connection is closed. */
  readonly answers: readonly number[];
};

const TAKEN = [204];
const called = (task: string, event = 'succeeded') => JSON.stringify({ task_id: task, event, status: event });

/** The faults of callbacks that docs/reliability.md names. `to` is what was sent as `callback_url`. */
export const CALLBACK_FAULTS: readonly CallbackFault[] = [
  fault('forged: a task that is not', 'rendering', TAKEN, (to) => [post(to, called('task-wave1b1'))]),
  fault('wrong token', 'rendering', [404], (to, task) => [post(wrongToken(to), called(task))]),
  fault('of no known words', 'rendering', [204, 400], (to, task) => [post(to, called(task, '\u001b[31mdreaming'))]),
  fault('five times', 'rendering', TAKEN, (to, task) => Array.from({ length: 5 }, () => post(to, called(task)))),
  fault('out of order', 'rendering', TAKEN, (to, task) => [
    post(to, called(task)),
    post(to, called(task, 'failed')),
    post(to, called(task, 'running')),
  ]),
  fault('1 MB', 'rendering', [413, 0], (to, task) => [post(to, called(task + 'x'.repeat(1_000_000)))]),
  fault('slow', 'rendering', [408], (to, task) => [post(to, called(task), 6_000)]),
  fault('of a wrong type', 'rendering', [400], (to) => [post(to, '[1, 2'), post(to, '"task"')]),
  fault('before the answer of the POST', 'unanswered', TAKEN, (to, task) => [post(to, called(task))]),
  fault('replayed after the end', 'over', [204, 404], (to, task) => [post(to, called(task)), post(to, called(task))]),
];

function fault(
  name: string,
  when: CallbackFault['when'],
  answers: readonly number[],
  calls: CallbackFault['calls'],
): CallbackFault {
  return { name: `callback: ${name}`, when, answers, calls };
}

function wrongToken(to: string): string {
  // Not the last one: two of its bits say nothing.
  return to.replace(/.(?=.{5}$)/, (one) => (one === 'A' ? 'B' : 'A'));
}

/** The status of the answer; 0: the connection was closed instead. `pauseMs`: before the last byte. */
function post(to: string, body: string, pauseMs = 0): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const call = request(to, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    call.on('error', () => resolve(0));
    call.write(body.slice(0, -1));
    const timer = setTimeout(() => call.end(body.slice(-1)), pauseMs);
    call.once('close', () => clearTimeout(timer));
  });
}
