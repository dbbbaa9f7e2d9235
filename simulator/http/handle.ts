import type { IncomingMessage, ServerResponse } from 'node:http';
import { carryOut } from '../faults/carry-out.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import type { Holds } from '../faults/holds.ts';
import type { Journal } from '../journal.ts';
import type { Uploads } from '../uploads.ts';
import { type Answer, errorAnswer } from './answer.ts';
import { readBody } from './read-body.ts';
import { send } from './send.ts';
import { readVendorCall, type VendorCall, type VendorCallOptions } from './vendor-call.ts';

export type HandleOptions = VendorCallOptions & {
  readonly faults: FaultBook;
  readonly holds: Holds;
  readonly uploads: Uploads;
  readonly control: (request: IncomingMessage, body: Buffer) => Promise<Answer>;
};

/** Answers one request: the control surface as it is, the vendor's calls through the scripted faults. */
export async function handle(request: IncomingMessage, response: ServerResponse, options: HandleOptions) {
  const { clock, journal, faults, holds } = options;
  const arrivedAt = clock.now();
  if (request.url?.startsWith('/uploads/')) {
    await send(response, await options.uploads.handle(request));
    return;
  }
  const body = await readBody(request);
  if (body === undefined) {
    await send(response, errorAnswer(413, 'request_too_large', 'The body is larger than 1 MB.'));
    return;
  }
  if (request.url?.startsWith('/_sim')) {
    await send(response, await options.control(request, body));
    return;
  }
  const call = readVendorCall(request, body, arrivedAt, options);
  if (!isCall(call)) {
    await send(response, call);
    return;
  }
  const action = faults.strike(call.seen);
  if (action !== undefined) journal.emit('faulted', clock.now(), call.seen.task);
  const hold = () => {
    const released = holds.wait();
    journal.emit('held', clock.now(), call.seen.task);
    return released;
  };
  const outcome = await carryOut(action, call.run, hold, () => lastAskedFor(journal));
  if (outcome.kind === 'silence') return;
  if (outcome.kind === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  const { answer, delivery } = outcome;
  const whole = await send(response, answer, delivery, request.method === 'HEAD');
  if (whole && call.seen.op === 'download' && isToTheEnd(answer)) {
    journal.emit('downloaded', clock.now(), answer.taskId);
  }
}

const ASKED_WITHIN_MS = 10_000;

/** Whoever asks for a task has heard of it, so it is somebody's by now; '' where nobody asks for any in time. */
async function lastAskedFor(journal: Journal): Promise<string> {
  await journal.waitFor('polled', 1, ASKED_WITHIN_MS);
  return journal.recent().findLast(({ event, taskId }) => event === 'polled' && taskId !== undefined)?.taskId ?? '';
}

function isCall(call: VendorCall | Answer): call is VendorCall {
  return 'run' in call;
}

function isToTheEnd({ status, headers }: Answer): boolean {
  if (status === 200) return true;
  const [, last, all] = headers['content-range']?.match(/-(\d+)\/(\d+)$/) ?? [];
  return status === 206 && Number(last) + 1 === Number(all);
}
