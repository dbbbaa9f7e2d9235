import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { HEADERS } from './headers.ts';

/** Anything else is handed out as bytes to be saved: what a browser would run is none of ours. */
const TYPES: { readonly [ending: string]: string } = {
  mp4: 'video/mp4',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
};

type Held = { readonly file: string; readonly ending: string; readonly sha256: string };

/** A file of the store: whole, or the one range that was asked for (RFC 9110, 14). Its bytes never change. */
export async function sendMedia(request: IncomingMessage, response: ServerResponse, held: Held): Promise<void> {
  const { size } = await stat(held.file);
  const type = TYPES[held.ending];
  const etag = `"${held.sha256}"`;
  const headers = {
    ...HEADERS,
    ...{ 'content-type': type ?? 'application/octet-stream', 'accept-ranges': 'bytes', etag },
    ...(type === undefined ? { 'content-disposition': 'attachment' } : {}),
  };
  const ifRange = request.headers['if-range'];
  const range = ifRange === undefined || ifRange === etag ? rangeOf(request.headers.range, size) : undefined;
  if (range === 'none') {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${size}`, 'content-length': 0 }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size };
  const part = range === undefined ? {} : { 'content-range': `bytes ${start}-${end - 1}/${size}` };
  response.writeHead(range === undefined ? 200 : 206, { ...headers, ...part, 'content-length': end - start });
  if (request.method === 'HEAD' || end === start) response.end();
  // Who scrolls on breaks the answer off.
  else await pipeline(createReadStream(held.file, { start, end: end - 1 }), response).catch(() => undefined);
}

/** `end` exclusive; `none`: it lies outside; undefined: all of it, also where several are asked for. */
function rangeOf(text: string | undefined, size: number): { start: number; end: number } | 'none' | undefined {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(text ?? '');
  const [, first = '', last = ''] = found ?? [];
  if (found === null || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  return start < end ? { start, end } : 'none';
}
