import { type FileHandle, open } from 'node:fs/promises';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { plainText } from '../plain-text.ts';
import type { DownloadAnswer, DownloadCall } from '../provider.ts';
import type { ResultHosts } from './result-hosts.ts';

const MOST_REDIRECTS = 3;
/** No video of at most 45 s is near this; an endless body ends here. */
const MOST_BYTES = 2_000_000_000;
const STALL_MS = 30_000;

/**
 * Fetches one result link into a new file. Redirects are followed by hand, at most three, each asked of the
 * allow-list; the key is never sent: a result link carries its own permission.
 *
 * By Node's own client: undici 7.30 ends the whole process by a failed assertion (nodejs/undici#5360) when a connection closes while a slow
 * disk holds the body back, and a paid file must not depend on who is faster.
 */
export async function fetchResult(call: DownloadCall, hosts: ResultHosts): Promise<DownloadAnswer> {
  let url = parse(call.url);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    if (url === undefined) return { kind: 'broken', message: 'the link is not a URL' };
    if (hosts.refuse(url) !== undefined) return { kind: 'host', host: plainText(url.host) };
    const answer = await get(url, call.signal, hosts);
    if ('kind' in answer) return answer;
    const { statusCode = 0 } = answer;
    const { location } = answer.headers;
    if (statusCode < 300 || statusCode > 399 || location === undefined) return receive(answer, call);
    answer.destroy();
    url = parse(location, url);
  }
  return { kind: 'broken', message: `more than ${MOST_REDIRECTS} redirects` };
}

function get(url: URL, signal: AbortSignal | undefined, hosts: ResultHosts): Promise<IncomingMessage | DownloadAnswer> {
  return new Promise((resolve) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      ...{ agent: false, lookup: hosts.lookup, timeout: STALL_MS, headers: { 'accept-encoding': 'identity' } },
      ...(signal === undefined ? {} : { signal }),
    });
    request.on('timeout', () => request.destroy(new Error(`nothing came for ${STALL_MS} ms`)));
    request.on('error', (error) => resolve(broken(error)));
    request.on('response', resolve);
    request.end();
  });
}

async function receive(answer: IncomingMessage, call: DownloadCall): Promise<DownloadAnswer> {
  const { statusCode = 0 } = answer;
  if (statusCode !== 200) {
    answer.destroy();
    return [403, 404, 410].includes(statusCode)
      ? { kind: 'gone', status: statusCode }
      : { kind: 'broken', message: `HTTP ${statusCode}` };
  }
  let file: FileHandle;
  try {
    file = await open(call.partPath, 'wx', 0o600);
  } catch (error) {
    answer.destroy();
    return { kind: 'disk', message: messageOf(error) };
  }
  try {
    return await copy(answer, file, call.mostBytes ?? MOST_BYTES);
  } finally {
    await file.close();
  }
}

async function copy(answer: IncomingMessage, file: FileHandle, mostBytes: number): Promise<DownloadAnswer> {
  let bytes = 0;
  try {
    for await (const chunk of answer) {
      if (!(chunk instanceof Uint8Array)) continue;
      bytes += chunk.length;
      if (bytes > mostBytes) return { kind: 'broken', message: `more than ${mostBytes} bytes`, tooLarge: true };
      const failed = await write(file, chunk);
      if (failed !== undefined) return failed;
    }
  } catch (error) {
    return broken(error);
  }
  if (bytes === 0 || !answer.complete) return { kind: 'broken', message: 'the body is not whole' };
  try {
    await file.sync();
  } catch (error) {
    return { kind: 'disk', message: messageOf(error) };
  }
  return { kind: 'saved', bytes };
}

async function write(file: FileHandle, chunk: Uint8Array): Promise<DownloadAnswer | undefined> {
  try {
    await file.writev([chunk]);
    return undefined;
  } catch (error) {
    return { kind: 'disk', message: messageOf(error) };
  }
}

function broken(error: unknown): DownloadAnswer {
  return { kind: 'broken', message: plainText(messageOf(error)) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function parse(text: string, base?: URL): URL | undefined {
  return URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
}
