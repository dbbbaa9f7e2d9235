import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CONCAT_RECIPE, identityOf, localIdentity } from '../../plan/identity.ts';
import type { JsonObject } from '../../plan/json.ts';
import type { Request } from '../../plan/request.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const HELD = `sha256:${'a'.repeat(64)}`;
const DRAFT = {
  ...{ model: 'skyreels-v4-fast', action: 'generate', resolution: '480p', duration: 5 },
  ...{ prompt: 'Lisbon at dusk, “film grain” ☕\n', aspect_ratio: '16:9', prompt_optimizer: true },
} as const satisfies Request;
const EXTEND = {
  ...{ model: 'skyreels-v4-std', action: 'extend', resolution: '1080p', duration: 8, prompt_optimizer: true },
  ref_videos: [{ tag: 'src', type: 'extend', video_url: HELD }],
} as const satisfies Request;

// For ever: a changed line here makes every file that anybody paid for stale.
test('identities of version 1 are what they were', () => {
  expect(identityOf(DRAFT, sha256)).toBe('53fbd98a42345b63ed968ddb4c99d9bb51e95b09d8f7ad49b6b6516fb2160454');
  expect(identityOf(EXTEND, sha256)).toBe('8c6a64f1b875f8d032586e3866adf1d994609a988aa8eb53ab01da499c592e02');
  expect(localIdentity(CONCAT_RECIPE, ['a'.repeat(64), 'b'.repeat(64)], sha256)).toBe(
    'b0164d6b9114334cccaf3f9354dd6d37bddb9684e4a6fcc7a13144f7fd4e8a3d',
  );
});

test('the text that is hashed is canonical JSON with its version', () => {
  const texts: string[] = [];
  const keep = (text: string) => String(texts.push(text));
  identityOf(EXTEND, keep);
  localIdentity(CONCAT_RECIPE, ['b', 'a'], keep);
  expect(texts).toEqual([
    `{"identity":1,"request":{"action":"extend","duration":8,"model":"skyreels-v4-std","prompt_optimizer":true,"ref_videos":[{"tag":"src","type":"extend","video_url":"${HELD}"}],"resolution":"1080p"}}`,
    '{"identity":1,"inputs":["b","a"],"recipe":{"kind":"concat","version":1}}',
  ]);
});

test('order of fields, nulls and callbacks change nothing; everything else does', () => {
  const identity = identityOf(DRAFT, sha256);
  const turned = Object.fromEntries(Object.entries(DRAFT).reverse());
  expect(identityOf({ ...DRAFT, ...turned }, sha256)).toBe(identity);
  expect(identityOf({ ...DRAFT, last_frame_image: null }, sha256)).toBe(identity);
  expect(identityOf({ ...DRAFT, callback_url: 'https://x/y?token=1', callback_events: ['x'] }, sha256)).toBe(identity);
  const changes: readonly JsonObject[] = [
    { prompt: 'Lisbon' },
    { duration: 6 },
    { seed: 1 },
    { prompt_optimizer: false },
  ];
  for (const other of changes) {
    expect(identityOf({ ...DRAFT, ...other }, sha256)).not.toBe(identity);
  }
});
