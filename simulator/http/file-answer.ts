import type { IncomingHttpHeaders } from 'node:http';
import type { Clip } from '../render/library.ts';
import type { Answer } from './answer.ts';

/** A file as an HTTP answer: whole, or the one range that was asked for (RFC 9110, 14). */
export function fileAnswer(clip: Clip, headers: IncomingHttpHeaders, taskId: string): Answer {
  const etag = `"${clip.sha256.slice(0, 32)}"`;
  const base = { 'content-type': 'video/mp4', 'accept-ranges': 'bytes', 'cache-control': 'no-store', etag };
  const range = wantedRange(headers, etag, clip.bytes);
  if (range === undefined) {
    return { status: 200, headers: base, body: { kind: 'file', path: clip.path, start: 0, end: clip.bytes }, taskId };
  }
  if (range === 'unsatisfiable') {
    const none = { kind: 'bytes', bytes: new Uint8Array() } as const;
    return { status: 416, headers: { ...base, 'content-range': `bytes */${clip.bytes}` }, body: none, taskId };
  }
  const contentRange = `bytes ${range.start}-${range.end - 1}/${clip.bytes}`;
  const body = { kind: 'file', path: clip.path, ...range } as const;
  return { status: 206, headers: { ...base, 'content-range': contentRange }, body, taskId };
}

function wantedRange(
  headers: IncomingHttpHeaders,
  etag: string,
  bytes: number,
): { readonly start: number; readonly end: number } | 'unsatisfiable' | undefined {
  const ifRange = headers['if-range'];
  if (headers.range === undefined || (ifRange !== undefined && ifRange !== etag)) return undefined;
  const found = headers.range.match(/^bytes=(\d*)-(\d*)$/);
  const [, first = '', last = ''] = found ?? [];
  // Several ranges, or none that can be read: the whole file is a correct answer.
  if (found === null || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes : Math.min(bytes, Number(last) + 1);
  return start < end ? { start, end } : 'unsatisfiable';
}
