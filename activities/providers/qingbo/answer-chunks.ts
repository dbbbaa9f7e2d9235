import type { IncomingMessage } from 'node:http';

/** So many chunks (of 64 KiB at most) may wait for a slow disk before the server is made to wait. */
const MOST_WAITING = 16;

/**
 * The chunks of a body, taken in from now on, and at its break the error. Unlike the stream's own iterator, which
 * drops what waits when a connection breaks off: those bytes need not come a second time.
 */
export function chunksOf(answer: IncomingMessage): AsyncGenerator<Uint8Array, void, undefined> {
  const waiting: Uint8Array[] = [];
  let ended = answer.closed;
  let failure: Error | undefined;
  let wake: () => void = () => undefined;
  answer.on('data', (chunk: Uint8Array) => {
    waiting.push(chunk);
    if (waiting.length >= MOST_WAITING) answer.pause();
    wake();
  });
  answer.on('error', (error) => {
    failure = error;
  });
  answer.on('close', () => {
    ended = true;
    wake();
  });

  async function* handOut(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) yield chunk;
      if (failure !== undefined) throw failure;
      if (ended) return;
      answer.resume();
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return handOut();
}
