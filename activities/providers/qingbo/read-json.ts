import type { IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** The answer's JSON as `unknown`, or undefined when it is none; unpacks at most `maxBytes`. */
export function readJson(headers: IncomingHttpHeaders, body: Uint8Array, maxBytes: number): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(unpack(headers, body, maxBytes)));
  } catch {
    return undefined;
  }
}

/** We ask for `identity`; some proxies pack all the same. A bomb ends at `maxBytes` with an error. */
function unpack(headers: IncomingHttpHeaders, body: Uint8Array, maxBytes: number): Uint8Array {
  const options = { maxOutputLength: maxBytes };
  switch (headers['content-encoding']?.toLowerCase() ?? 'identity') {
    case 'identity':
      return body;
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(body, options);
    case 'deflate':
      return inflateSync(body, options);
    case 'br':
      return brotliDecompressSync(body, options);
    default:
      throw new Error('an unknown content-encoding');
  }
}
