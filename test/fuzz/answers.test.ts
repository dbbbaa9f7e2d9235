import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tasksNamedIn } from '../../activities/callback-body.ts';
import { readAccepted, readBalance, readError, readStatus } from '../../activities/providers/qingbo/answers.ts';
import { readJson } from '../../activities/providers/qingbo/read-json.ts';
import { claimOrVoid } from '../../store/documents/claim-document.ts';
import { recordDocument } from '../../store/documents/record-document.ts';
import { StoreError } from '../../store/index.ts';
import { getDocument } from '../../store/json-object.ts';
import { aRecord } from '../store/a-store.ts';

/** JSON with the vendor's names in it, at any place and of any type. */
const names = [
  'task_id',
  'id',
  'data',
  'status',
  'state',
  'result',
  'videos',
  'url',
  'cost',
  'error',
  'code',
  'message',
];
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.jsonValue({ maxDepth: 1 }),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names, 'expires_at', 'created_at', 'reset_at'), tie('json'), { maxKeys: 5 }),
  ),
}));
const odd = fc.oneof(fc.double(), fc.constantFrom(-1, 1e30, '1e30', '\u001b[2J', '', null, 'completed', 't'));

test('an answer of any shape is read without a crash, and gives no amount or name that cannot be', () => {
  fc.assert(
    fc.property(fc.oneof(json, fc.dictionary(fc.constantFrom(...names), odd)), (answer) => {
      const accepted = readAccepted(answer);
      expect(accepted?.task ?? 't').toMatch(/^[\x21-\x7e]{1,200}$/);
      expect(accepted?.preConsumed ?? 0).toBeGreaterThanOrEqual(0);
      const { code, message } = readError(answer);
      expect(`${code}${message}`).not.toMatch(/\p{Cc}/u);
      const view = readStatus(answer, 't');
      if (view !== undefined) expect(view.urls.every((url) => typeof url === 'string')).toBe(true);
      expect(Number.isNaN(readBalance(answer) ?? 0)).toBe(false);
    }),
    { numRuns: 1_000 },
  );
});

test('bytes of any kind are JSON or nothing, packed ones too', () => {
  const encodings = fc.constantFrom('identity', 'gzip', 'br', 'deflate', 'x', undefined);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), encodings, (body, encoding) => {
      readJson(encoding === undefined ? {} : { 'content-encoding': encoding }, body, 1_000);
      expect(tasksNamedIn(body)).toEqual([]);
    }),
  );
});

test('a record or a claim that is torn or changed is read whole or refused, never absent', async () => {
  const whole = `${JSON.stringify(aRecord())}\n`;
  const cut = fc.tuple(fc.nat(whole.length - 3), fc.nat(40), fc.string({ maxLength: 8, unit: 'binary' }));
  await fc.assert(
    fc.asyncProperty(cut, async ([at, length, put]) => {
      const bytes = new TextEncoder().encode(whole.slice(0, at) + put + whole.slice(at + length));
      const objects = {
        get: async () => bytes,
        put: async () => {},
        putIfAbsent: async () => true,
        list: async () => [],
      };
      for (const schema of [recordDocument, claimOrVoid]) {
        const read = getDocument<unknown>(objects, 'key', schema);
        const found = await read.catch((error: unknown) => error);
        expect(found).toBeDefined();
        if (found instanceof Error) expect(found).toBeInstanceOf(StoreError);
      }
    }),
    { numRuns: 120 },
  );
});
