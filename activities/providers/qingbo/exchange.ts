import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

/** One request and its whole answer, or how far it came. */
export type Exchange =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: Uint8Array;
    }
  /** `written`: at least one byte may have reached the other side. */
  | { readonly kind: 'failure'; readonly written: boolean; readonly code: string; readonly message: string };

export type Outgoing = {
  readonly origin: string;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: { readonly [name: string]: string };
  readonly body?: Uint8Array;
  /** From the call to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly maySend?: () => boolean;
  readonly signal?: AbortSignal;
};

/**
 * Carries out one exchange and never throws. The request goes on the wire at most once: undici would send a request
 * again that a closing connection took along, which for a payment is one time too many.
 */
export function exchange(dispatcher: Dispatcher, out: Outgoing): Promise<Exchange> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let received = 0;
    let written = false;
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let abort: ((reason: Error) => void) | undefined;
    let ended = false;

    const end = (result: Exchange) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      out.signal?.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const fail = (code: string, message: string) => {
      end({ kind: 'failure', written, code, message });
      abort?.(new Error(message));
    };
    const onAbort = () => fail('ABORTED', 'no longer wanted');
    const timer = setTimeout(() => fail('TIMEOUT', `no whole answer within ${out.timeoutMs} ms`), out.timeoutMs);
    if (out.signal?.aborted) return onAbort();
    out.signal?.addEventListener('abort', onAbort, { once: true });

    dispatcher.dispatch(
      {
        origin: out.origin,
        path: out.path,
        method: out.method,
        headers: out.headers,
        body: out.body ?? null,
        reset: out.method === 'POST',
      },
      {
        onRequestStart(controller) {
          abort = (reason) => controller.abort(reason);
          // The connection stands and nothing is written yet: the last moment to think better of it.
          if (ended) return controller.abort(new Error('ended before it was sent'));
          if (written) return fail('SENT_TWICE', 'the connection closed while the request was on its way');
          if (out.maySend?.() === false) return fail('DEADLINE', 'the time to send it was over');
          written = true;
        },
        onResponseStart(_controller, statusCode, responseHeaders) {
          status = statusCode;
          headers = responseHeaders;
        },
        onResponseData(_controller, chunk) {
          received += chunk.length;
          if (received > out.maxBytes) return fail('TOO_LONG', `an answer of more than ${out.maxBytes} bytes`);
          chunks.push(chunk);
        },
        onResponseEnd() {
          end({ kind: 'answer', status, headers, body: Buffer.concat(chunks) });
        },
        onResponseError(_controller, error) {
          end({ kind: 'failure', written, code: codeOf(error), message: error.message });
        },
      },
    );
  });
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
