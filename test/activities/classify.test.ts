import fc from 'fast-check';
import { expect, it } from 'vitest';
import { classify } from '../../activities/providers/qingbo/classify.ts';
import type { Exchange } from '../../activities/providers/qingbo/exchange.ts';

const body = fc.oneof(fc.json(), fc.string(), fc.constant('{"task_id":"t"}'), fc.constant('{"error":{"code":7}}'));
const headers = fc.record(
  {
    'retry-after': fc.string(),
    date: fc.string(),
    'content-encoding': fc.constantFrom('identity', 'gzip', 'deflate', 'br', 'x'),
  },
  { requiredKeys: [] },
);
const answer = fc
  .record({ status: fc.integer({ min: 100, max: 599 }), headers, body })
  .map((one): Exchange => ({ kind: 'answer', ...one, body: Buffer.from(one.body) }));
const failure = fc
  .record({ written: fc.boolean(), code: fc.string(), message: fc.string() })
  .map((one): Exchange => ({ kind: 'failure', ...one }));

/** The codes that prove "not created" (api.md §3). */
const PROOF = [400, 401, 402, 403, 404, 413, 422, 429, 500];

it('the classifier is total, and never calls "not created" what may have been', () => {
  fc.assert(
    fc.property(fc.oneof(answer, failure), (exchange) => {
      const { kind } = classify(exchange, 1_048_576, 1_000);
      if (exchange.kind === 'failure') expect(kind).toBe(exchange.written ? 'ambiguous' : 'not-sent');
      else if (exchange.status >= 200 && exchange.status < 300) expect(['created', 'ambiguous']).toContain(kind);
      else if (!PROOF.includes(exchange.status)) expect(kind).toBe('ambiguous');
      else expect(kind).not.toBe('created');
    }),
    { numRuns: 2_000 },
  );
});
