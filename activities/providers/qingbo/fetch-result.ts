import { type FileHandle, open } from 'node:fs/promises';
import { type Dispatcher, request } from 'undici';
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
 */
export async function fetchResult(
  call: DownloadCall,
  hosts: ResultHosts,
  dispatcher: Dispatcher,
): Promise<DownloadAnswer> {
  let url = parse(call.url);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    if (url === undefined) return { kind: 'broken', message: 'the link is not a URL' };
    if (hosts.refuse(url) !== undefined) return { kind: 'host', host: plainText(url.host) };
    const answer = await get(url, call.signal, dispatcher);
    if ('kind' in answer) return answer;
    const location = answer.headers.location;
    if (answer.statusCode < 300 || answer.statusCode > 399 || typeof location !== 'string') {
      return receive(answer, call);
    }
    await discard(answer);
    url = parse(location, url);
  }
  return { kind: 'broken', message: `more than ${MOST_REDIRECTS} redirects` };
}

async function get(
  url: URL,
  signal: AbortSignal | undefined,
  dispatcher: Dispatcher,
): Promise<Dispatcher.ResponseData | DownloadAnswer> {
  try {
    return await request(url, {
      dispatcher,
      signal: signal ?? null,
      headers: { 'accept-encoding': 'identity' },
      headersTimeout: STALL_MS,
      bodyTimeout: STALL_MS,
    });
  } catch (error) {
    return broken(error);
  }
}

async function receive(answer: Dispatcher.ResponseData, call: DownloadCall): Promise<DownloadAnswer> {
  if (answer.statusCode !== 200) {
    await discard(answer);
    if ([403, 404, 410].includes(answer.statusCode)) return { kind: 'gone', status: answer.statusCode };
    return { kind: 'broken', message: `HTTP ${answer.statusCode}` };
  }
  let file: FileHandle;
  try {
    file = await open(call.partPath, 'wx', 0o600);
  } catch (error) {
    await discard(answer);
    return { kind: 'disk', message: messageOf(error) };
  }
  try {
    return await copy(answer, file);
  } finally {
    await file.close();
  }
}

async function copy(answer: Dispatcher.ResponseData, file: FileHandle): Promise<DownloadAnswer> {
  let bytes = 0;
  try {
    // undici itself fails a body that is shorter or longer than its Content-Length, and a cut chunked one.
    for await (const chunk of answer.body) {
      if (!(chunk instanceof Uint8Array)) continue;
      bytes += chunk.length;
      if (bytes > MOST_BYTES) return { kind: 'broken', message: 'a body without end' };
      const failed = await write(file, chunk);
      if (failed !== undefined) return failed;
    }
  } catch (error) {
    return broken(error);
  }
  if (bytes === 0) return { kind: 'broken', message: 'an empty file' };
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

async function discard(answer: Dispatcher.ResponseData): Promise<void> {
  await answer.body.dump({ limit: 65_536 }).catch(() => undefined);
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
