import { closeSync, openSync, writeSync } from 'node:fs';
import type { Dispatcher } from 'undici';

/** `seen` is told of all bytes so far and of how many there are to be (NaN: not said); what it throws ends the fetch. */
export type FetchFile = {
  readonly dispatcher: Dispatcher;
  readonly url: string;
  readonly file: string;
  readonly seen: (bytes: number, length: number) => void;
};

const MOST_REDIRECTS = 5;

/**
 * Fetches a URL into a new file. Redirects are followed by hand and never away from https. Throws with the reason.
 *
 * Each chunk is written as it comes: with a stream between, a slow disk would hold the body back, and undici 7.30 ends
 * the process by a failed assertion when the connection closes meanwhile (nodejs/undici#5360).
 */
export async function fetchFile(options: FetchFile): Promise<void> {
  let url = new URL(options.url);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const location = await fetchOnce({ ...options, url: url.href });
    if (location === undefined) return;
    const next = new URL(location, url);
    if (url.protocol === 'https:' && next.protocol !== 'https:') throw new Error(`${url.href} led away from https`);
    url = next;
  }
  throw new Error(`${options.url} redirects more than ${MOST_REDIRECTS} times`);
}

/** Where it redirects to; undefined: the file is there. */
function fetchOnce({ dispatcher, url, file, seen }: FetchFile): Promise<string | undefined> {
  const { origin, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    let out: number | undefined;
    let bytes = 0;
    let length = Number.NaN;
    let location: string | undefined;
    const end = (finish: () => void) => {
      if (out !== undefined) closeSync(out);
      out = undefined;
      finish();
    };
    dispatcher.dispatch(
      { origin, path: `${pathname}${search}`, method: 'GET' },
      {
        // Its presence tells undici which kind of handler this is.
        onRequestStart() {},
        onResponseStart(controller, status, headers) {
          location =
            status >= 300 && status < 400 && typeof headers.location === 'string' ? headers.location : undefined;
          if (location !== undefined) return;
          if (status !== 200) return controller.abort(new Error(`${url} answered ${status}`));
          length = Number(headers['content-length'] ?? Number.NaN);
          // wx: this name is new, so what is read back is what was written here.
          out = openSync(file, 'wx', 0o600);
        },
        onResponseData(controller, chunk) {
          if (out === undefined) return;
          try {
            writeSync(out, chunk);
            bytes += chunk.length;
            seen(bytes, length);
          } catch (error) {
            controller.abort(error instanceof Error ? error : new Error(String(error)));
          }
        },
        onResponseEnd() {
          const short = !Number.isNaN(length) && bytes !== length && location === undefined;
          end(() => (short ? reject(new Error(`${url} ended after ${bytes} of ${length} bytes`)) : resolve(location)));
        },
        onResponseError(_controller, error) {
          end(() => reject(error));
        },
      },
    );
  });
}
