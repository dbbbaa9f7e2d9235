import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 1_000_000;

/** A request's body, or undefined where it is larger than 1 MB. Rejects when the caller goes away before its end. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes <= MOST_BYTES) parts.push(part);
  }
  return bytes > MOST_BYTES ? undefined : Buffer.concat(parts);
}
