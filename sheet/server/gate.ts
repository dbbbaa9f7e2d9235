import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * The path behind the token; undefined where the token is not ours or the request came under another name. A page of
 * another site that was led here by its own name (DNS rebinding) says that name.
 */
export function isOurs({ headers, url = '' }: IncomingMessage, port: number, token: string): string | undefined {
  if (!hostsAt(port).includes(headers.host ?? '')) return undefined;
  const [, first = '', path] = /^\/([^/?#]*)\/([^?#]*)$/.exec(url) ?? [];
  return path !== undefined && isEqual(first, token) ? path : undefined;
}

/** Whether our own page asks: whoever changes something says from where, and nobody else may even load a part of it. */
export function isSameOrigin({ headers, method }: IncomingMessage, port: number): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  const isTyped = method === 'GET' && site === 'none';
  if (site !== undefined && site !== 'same-origin' && !isTyped) return false;
  const isOwn =
    origin !== undefined && hostsAt(port).some((host) => origin === `http://${host}` && host === headers.host);
  return method === 'GET' || method === 'HEAD' ? origin === undefined || isOwn : isOwn;
}

function hostsAt(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`];
}

/** In the same time whatever differs. */
function isEqual(a: string, b: string): boolean {
  const hashed = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hashed(a), hashed(b));
}
