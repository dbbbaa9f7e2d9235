import type { IncomingMessage } from 'node:http';

/** The longest order is a note. */
const MOST_BYTES = 16 * 1024;

type Body =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'no'; readonly status: 400 | 413 | 415 };

/** The JSON body of a request, bounded. A form of another site cannot name this content type. */
export async function readJson(request: IncomingMessage): Promise<Body> {
  if (!/^application\/json(;|$)/.test(request.headers['content-type'] ?? '')) return { kind: 'no', status: 415 };
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return { kind: 'no', status: 413 };
  const bytes = await bytesOf(request);
  if (bytes === undefined) return { kind: 'no', status: 413 };
  try {
    return { kind: 'json', value: JSON.parse(bytes.toString('utf8')) };
  } catch {
    return { kind: 'no', status: 400 };
  }
}

/** undefined: more than we read. */
function bytesOf(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MOST_BYTES) resolve(undefined);
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
  });
}
