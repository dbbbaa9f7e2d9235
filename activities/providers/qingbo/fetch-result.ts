import type { IncomingMessage } from 'node:http';
import { plainText } from '../plain-text.ts';
import type { DownloadAnswer, DownloadCall } from '../provider.ts';
import { chunksOf } from './answer-chunks.ts';
import { openLink } from './open-link.ts';
import { type Held, type ResultAnswer, readAnswer } from './result-answer.ts';
import type { ResultHosts } from './result-hosts.ts';
import { DiskRefusal, openPart, type ResultPart } from './result-part.ts';

/** `mostBytes`: no video of at most 45 s is near it, so that a body without end has one. */
export type FetchLimits = { readonly mostBytes: number; readonly stallMs: number };
const LIMITS: FetchLimits = { mostBytes: 1_000_000_000, stallMs: 30_000 };

/** So often a body that breaks off is gone on with, if each time more of it came. */
const MOST_RESUMES = 8;
/**
 * So many bytes before the break are asked for again and compared: a server that sends another place of the file, or
 * another file under the same ETag, is noticed.
 */
const OVERLAP_BYTES = 4_096;

/**
 * Fetches one result link into a new file. A body that breaks off is gone on with where it broke, as long as the file
 * is provably the same (Range, If-Range, and an overlap that is compared); else it begins anew.
 */
export async function fetchResult(
  call: DownloadCall,
  hosts: ResultHosts,
  limits: Partial<FetchLimits> = {},
): Promise<DownloadAnswer> {
  let part: ResultPart | undefined;
  try {
    part = await openPart(call.partPath);
    const mostBytes = call.mostBytes ?? limits.mostBytes ?? LIMITS.mostBytes;
    return await fetchInto(part, call, hosts, { ...LIMITS, ...limits, mostBytes });
  } catch (error) {
    if (error instanceof DiskRefusal) return { kind: 'disk', message: error.message };
    throw error;
  } finally {
    await part?.close().catch(() => undefined);
  }
}

/** How far one request came. */
type Step = DownloadAnswer | { readonly kind: 'other' } | Cut;
type Cut = { readonly kind: 'cut'; readonly message: string; readonly held: Omit<Held, 'from'> | undefined };

async function fetchInto(
  part: ResultPart,
  call: DownloadCall,
  hosts: ResultHosts,
  limits: FetchLimits,
): Promise<DownloadAnswer> {
  let held: Held | undefined;
  for (let resumes = 0; ; resumes++) {
    const before = held === undefined ? 0 : part.bytes();
    const step = await request(part, held, call, hosts, limits);
    const message = step.kind === 'cut' ? step.message : 'the server sends another file each time';
    if (step.kind !== 'cut' && step.kind !== 'other') return step;
    if (resumes >= MOST_RESUMES || call.signal?.aborted) return { kind: 'broken', message };
    if (step.kind === 'other') {
      held = undefined;
      continue;
    }
    // Without proof that the rest is of the same file, the task is asked for a fresh link first.
    if (step.held === undefined || part.bytes() <= Math.max(before, OVERLAP_BYTES)) return { kind: 'broken', message };
    held = { ...step.held, from: part.bytes() - OVERLAP_BYTES };
  }
}

async function request(
  part: ResultPart,
  held: Held | undefined,
  call: DownloadCall,
  hosts: ResultHosts,
  limits: FetchLimits,
): Promise<Step> {
  const opened = await openLink(call.url, {
    headers: headersFor(held),
    hosts,
    stallMs: limits.stallMs,
    signal: call.signal,
  });
  if (opened.kind !== 'answer') return opened;
  const { answer } = opened;
  const head = readAnswer(answer.statusCode ?? 0, answer.headers, held);
  try {
    if (head.kind !== 'bytes') return head;
    if ((head.total ?? 0) > limits.mostBytes) return { kind: 'unusable', message: 'longer than any video' };
    const chunks = chunksOf(answer);
    if (head.at === 0) await part.restart();
    return await receive(part, { answer, chunks }, head, limits.mostBytes);
  } finally {
    answer.destroy();
  }
}

function headersFor(held: Held | undefined): { readonly [name: string]: string } {
  const whole = { 'accept-encoding': 'identity' };
  return held === undefined ? whole : { ...whole, range: `bytes=${held.from}-`, 'if-range': held.etag };
}

async function receive(
  part: ResultPart,
  { answer, chunks }: { readonly answer: IncomingMessage; readonly chunks: AsyncIterable<Uint8Array> },
  { at, etag, total }: Extract<ResultAnswer, { kind: 'bytes' }>,
  mostBytes: number,
): Promise<Step> {
  const overlap = at === 0 ? new Uint8Array() : await part.tail(part.bytes() - at);
  let compared = 0;
  let failure: unknown;
  try {
    for await (const chunk of chunks) {
      const known = chunk.subarray(0, Math.max(0, overlap.length - compared));
      if (Buffer.compare(known, overlap.subarray(compared, compared + known.length)) !== 0) return { kind: 'other' };
      compared += known.length;
      await part.write(chunk.subarray(known.length));
      if (part.bytes() > mostBytes) return { kind: 'unusable', message: 'a body without end' };
    }
  } catch (error) {
    if (error instanceof DiskRefusal) throw error;
    failure = error;
  }
  const bytes = part.bytes();
  if (failure !== undefined || !answer.complete || compared < overlap.length || bytes < (total ?? 0)) {
    const message = failure instanceof Error ? plainText(failure.message) : 'the body is not whole';
    return { kind: 'cut', message, held: etag === undefined ? undefined : { etag, total } };
  }
  if (bytes > (total ?? bytes)) return { kind: 'other' };
  if (bytes === 0) return { kind: 'unusable', message: 'the file is empty' };
  await part.sync();
  return { kind: 'saved', bytes, sha256: part.sha256() };
}
