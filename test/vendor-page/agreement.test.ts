import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { API_PROFILES } from '../../plan/api-profile.ts';
import { completeRequest } from '../../plan/derive-request.ts';
import type { JsonObject } from '../../plan/json.ts';
import { isPriceDeferred, priceOf } from '../../plan/prices.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { ambiguousAction } from '../../plan/rules/action-needs.ts';
import { checkRequest } from '../../plan/rules.ts';
import { wireBody } from '../../plan/wire.ts';
import { GENERATIONS } from '../../simulator/generations.ts';
import { priceOf as billOf } from '../../simulator/prices.ts';
import { readShot } from '../../simulator/shot.ts';

const url = fc.constantFrom('https://example.com/a', 'http://example.com/b');
const tag = fc.constantFrom('char', '@char', '@style');
const urls = (max: number) => fc.array(url, { maxLength: max });
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const refImage = fc.record(
  { tag, type: fc.constantFrom('image', 'grid'), image_urls: urls(10), audio_url: url },
  { requiredKeys: ['tag', 'type', 'image_urls'] },
);
const refVideo = fc.record({ tag, type: fc.constantFrom('reference', 'extend'), video_url: url });
const midFrame = fc.record(
  { tag, image_url: url, time_stamp: fc.constantFrom(-1, 0, 1, 2, 2.5, 5, 7) },
  { requiredKeys: ['tag', 'image_url'] },
);
const written = fc.record({
  model: fc.constantFrom('skyreels-v4-fast', 'skyreels-v4-std', 'skyreels-v4-slow'),
  action: some(
    fc.constantFrom(
      ...['generate', 'image2video', 'first_last_frame', 'reference', 'reference_video', 'reference_audio', 'extend'],
    ),
  ),
  prompt: some(fc.constantFrom('', ' ', 'a street', '@char in @style, char', 'x'.repeat(5000), 'x'.repeat(5001))),
  aspect_ratio: some(fc.constantFrom('16:9', '3:4', '2:1')),
  resolution: some(fc.constantFrom('480p', '720P', '1080p', '4k')),
  duration: some(fc.constantFrom(2, 3, 5, 15, 16, 4.5)),
  prompt_optimizer: some(fc.boolean()),
  first_frame_image: some(url),
  last_frame_image: some(url),
  image_urls: some(urls(3)),
  video_urls: some(urls(2)),
  audio_urls: some(urls(2)),
  ref_images: some(fc.array(refImage, { maxLength: 4 })),
  ref_videos: some(fc.array(refVideo, { maxLength: 2 })),
  mid_frame_images: some(fc.array(midFrame, { maxLength: 3 })),
});
/** Few fields at once, so that many requests are whole. */
const sparse = fc.tuple(written, fc.array(fc.nat(14), { maxLength: 6 })).map(([fields, places]) => {
  const names = Object.keys(fields);
  const kept = new Set(['model', 'prompt', ...places.map((place) => names[place] ?? '')]);
  const given = Object.entries(fields).filter(([name, value]) => kept.has(name) && value !== undefined);
  return Object.fromEntries(given) as JsonObject;
});

/** Two tables of the same page, written apart: what passes here is accepted there, at the price that was told. */
describe.each(API_PROFILES)('%s', (name) => {
  const profile = apiProfile(name);
  const generation = GENERATIONS[name];
  test('accepts what validate lets pass, and bills what was estimated', () => {
    let passed = 0;
    fc.assert(
      fc.property(sparse, (fields) => {
        if (ambiguousAction(fields) !== undefined) return;
        const request = completeRequest(fields);
        if (checkRequest(request, profile).some(({ severity }) => severity === 'error')) return;
        passed += 1;
        const body = wireBody(request, profile, (held) => held);
        expect(Object.keys(body)).toEqual(expect.arrayContaining(['model', 'action', 'resolution', 'duration']));
        const read = readShot(JSON.parse(JSON.stringify(body)), generation);
        expect(read).not.toHaveProperty('complaint');
        if (!('shot' in read)) return;
        const bill = billOf(read.shot);
        if (isPriceDeferred(request, profile)) expect(priceOf(request, profile)).toBeGreaterThanOrEqual(bill ?? 0);
        else expect(priceOf(request, profile)).toBe(bill);
      }),
      { numRuns: 5_000, seed: Number(process.env.FUZZ_SEED ?? 1) },
    );
    expect(passed).toBeGreaterThan(100);
  });
});
