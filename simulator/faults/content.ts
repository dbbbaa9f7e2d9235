import { gzipSync } from 'node:zlib';
import type { Answer } from '../http/answer.ts';
import type { Outcome } from './carry-out.ts';
import type { Content } from './fault.ts';

const MEGABYTE = 1_000_000;

/** The true answer's status and headers over another body. */
export function makeContent(content: Content, answer: Answer): Outcome {
  switch (content) {
    case 'empty':
      return replaced(answer, '', {});
    case 'html':
      return replaced(answer, '<!doctype html><title>Please sign in</title>', { 'content-type': 'text/html' });
    case 'json':
      return replaced(answer, '{"error":{"message":"not a video"}}', { 'content-type': 'application/json' });
    case 'noise':
      return replaced(answer, Buffer.alloc(20_000, 'no picture here '), {});
    case 'huge-json':
      return replaced(answer, `{"padding":"${'x'.repeat(50 * MEGABYTE)}"}`, { 'content-type': 'application/json' });
    case 'gzip-bomb':
      return replaced(answer, gzipSync(Buffer.alloc(100 * MEGABYTE)), { 'content-encoding': 'gzip' });
    case 'other':
      return { kind: 'send', answer, delivery: { otherBytes: true } };
    case 'endless':
      return { kind: 'send', answer, delivery: { endless: true } };
    default:
      return content satisfies never;
  }
}

function replaced(answer: Answer, body: string | Buffer, headers: Answer['headers']): Outcome {
  const { 'content-range': _, ...kept } = answer.headers;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return {
    kind: 'send',
    answer: { ...answer, headers: { ...kept, ...headers }, body: { kind: 'bytes', bytes } },
    delivery: {},
  };
}
