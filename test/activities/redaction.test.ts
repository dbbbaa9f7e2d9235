import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createCallbackTokens, withoutTokens } from '../../activities/index.ts';
import { plainText, withoutSecret } from '../../activities/providers/plain-text.ts';
import { http, oddServer } from './odd-server.ts';
import { vendorAt } from './outside.ts';

const KEY = 'wv-5f1c9e77-secret-key';
const TOKEN = createCallbackTokens('of-a-home').of('0123456789abcdef0123456789abcdef');
const SIGNED = 'https://cdn.example/film.mp4?signature=5ecre7&expires=1';
/** So much of a secret must nowhere be left. */
const TELLING = 5;

/** Foreign words with secrets in them, anywhere, also across the places where long texts are cut. */
const words = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.integer({ min: 0, max: 520 }).map((count) => 'x'.repeat(count)),
  fc.integer({ min: 1_900, max: 2_000 }).map((count) => `https://cdn.example/?${'q'.repeat(count)} `),
  fc.constantFrom(KEY, TOKEN, `https://us.example/callback/${TOKEN}`, SIGNED, `"${KEY}"`, `${KEY}${KEY}`),
);
const messages = fc.array(words, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));

function left(text: string, secret: string): boolean {
  return Array.from(text).some(
    (_, at) => secret.startsWith(text.slice(at, at + TELLING)) && at + TELLING <= text.length,
  );
}

it('whatever a stranger says, no key, token or signature is left in it, whole or cut', () => {
  fc.assert(
    fc.property(messages, (message) => {
      const told = withoutTokens(withoutSecret(plainText(message), KEY));
      expect(left(told, KEY)).toBe(false);
      expect(/cb_[A-Za-z0-9_-]/.test(told)).toBe(false);
      expect(told).not.toContain('5ecre7');
      expect(told.length).toBeLessThanOrEqual(500);
    }),
    { numRuns: 2_000 },
  );
});

it('so this search would find one', () => {
  const cut = plainText(`${'x'.repeat(490)}${KEY}`);
  expect(left(cut, KEY)).toBe(true);
  expect(left(withoutSecret(cut, KEY), KEY)).toBe(false);
});

it('a vendor that quotes the key where its words are cut tells nothing of it', async () => {
  const error = { message: `${'x'.repeat(480)}Bearer key-of-the-studio`, code: 'no' };
  const server = await oddServer(() => http(400, JSON.stringify({ error })));
  const vendor = vendorAt(`${server.url}/v1`, 1_000, 'key-of-the-studio');
  const answer = await vendor.submit({ body: new Uint8Array(), idempotencyKey: 'k', maySend: () => true });
  await vendor.close();
  await server.close();
  expect(answer).toMatchObject({ kind: 'rejected', message: expect.stringMatching(/^x{480}Bearer …$/) });
});
