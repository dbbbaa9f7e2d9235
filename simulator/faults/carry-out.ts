import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, jsonAnswer } from '../http/answer.ts';
import type { Delivery } from '../http/send.ts';
import type { Fate } from '../task.ts';
import { makeContent } from './content.ts';
import type { FaultAction } from './fault.ts';
import { patchAnswer } from './patch.ts';

/** What becomes of a call: an answer on its way, or none. */
export type Outcome =
  | { readonly kind: 'send'; readonly answer: Answer; readonly delivery: Delivery }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silence' };

/**
 * Carries out a call under a fault. `call` does what was asked for; `hold` waits until somebody releases it; `lastTask`
 * resolves to the id of the task that was asked for last.
 */
export async function carryOut(
  action: FaultAction | undefined,
  call: (fate?: Fate) => Promise<Answer>,
  hold: () => Promise<void>,
  lastTask: () => Promise<string>,
): Promise<Outcome> {
  switch (action?.do) {
    case undefined:
      return send(await call());
    case 'answer':
      if (action.when === 'after') await call();
      return send(scriptedAnswer(action));
    case 'reset':
    case 'silence':
      if (action.when !== 'before') await call();
      return { kind: action.do };
    case 'delay':
      return around(action.when ?? 'before', call, () => sleep(action.ms));
    case 'hold':
      return around(action.when ?? 'after', call, hold);
    case 'fate':
      return send(await call(action));
    case 'patch':
      return send(patchAnswer(await call(), action));
    case 'repeat': {
      const last = await lastTask();
      return send(patchAnswer(await call(), { set: { task_id: last } }));
    }
    case 'content':
      return makeContent(action.of, await call());
    case 'etag': {
      const answer = await call();
      return send({ ...answer, headers: { ...answer.headers, etag: action.value } });
    }
    case 'drip':
      return send(await call(), { bytesPerSecond: action.bytesPerSecond ?? 1 });
    case 'length':
      return send(await call(), { lengthOffBy: action.by });
    case 'cut':
      return send(await call(), { cutAtPart: action.part, chunked: action.chunked ?? false });
    case 'stall':
      return send(await call(), { stallAtPart: action.part });
    case 'shift':
      return send(await call(), { shiftBy: action.by });
    default:
      return action satisfies never;
  }
}

function send(answer: Answer, delivery: Delivery = {}): Outcome {
  return { kind: 'send', answer, delivery };
}

async function around(
  when: 'before' | 'after',
  call: () => Promise<Answer>,
  pause: () => Promise<void>,
): Promise<Outcome> {
  if (when === 'before') await pause();
  const answer = await call();
  if (when === 'after') await pause();
  return send(answer);
}

function scriptedAnswer(action: Extract<FaultAction, { do: 'answer' }>): Answer {
  const { status, headers = {}, body = null } = action;
  if (body !== null && typeof body !== 'string') return jsonAnswer(status, body, headers);
  const bytes = Buffer.from(body ?? '');
  return { status, headers: { 'content-type': 'text/html', ...headers }, body: { kind: 'bytes', bytes } };
}
