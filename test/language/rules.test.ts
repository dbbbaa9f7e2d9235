import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { API_PROFILES } from '../../plan/api-profile.ts';
import { completeRequest } from '../../plan/derive-request.ts';
import type { JsonObject } from '../../plan/json.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { REQUEST_FIELDS } from '../../plan/request-fields.ts';
import { checkRequest, RULES, severityOf } from '../../plan/rules.ts';

const image = 'https://example.com/a.png';
const video = 'https://example.com/a.mp4';
const base = { model: 'skyreels-v4-fast', prompt: 'x' };
const refImage = { tag: 'a', type: 'image', image_urls: [image] };
const frame = { tag: 'a', image_url: image, time_stamp: 1 };

/** For each rule of the page, a request that breaks it. */
const BREAKING: { readonly [rule: number]: JsonObject } = {
  1: { ...base, model: 'skyreels-v3' },
  2: { ...base, action: 'dance' },
  3: { ...base, prompt: '𝄞'.repeat(5001) },
  4: { ...base, prompt: '' },
  5: { ...base, aspect_ratio: '2:1' },
  6: { ...base, aspect_ratio: '1:1', first_frame_image: image },
  7: { ...base, resolution: '8k' },
  8: { ...base, duration: 16 },
  9: { ...base, negative_prompt: 'x' },
  10: { ...base, prompt: 5 },
  11: { ...base, ref_videos: [{ tag: 'a', type: 'reference', video_url: video }] },
  12: { ...base, callback_events: ['done'] },
  13: { ...base, callback_url: 'example.com' },
  14: { ...base, image_urls: [image], ref_images: [refImage] },
  15: { ...base, video_urls: [video], ref_videos: [{ tag: 'a', type: 'reference', video_url: video }] },
  16: { ...base, audio_urls: [video], ref_images: [{ ...refImage, audio_url: video }] },
  17: { ...base, action: 'image2video' },
  18: { ...base, action: 'first_last_frame', first_frame_image: image },
  19: { ...base, action: 'reference' },
  20: { ...base, action: 'reference_video' },
  21: { ...base, action: 'reference_audio', ref_images: [refImage] },
  22: { ...base, action: 'extend' },
  23: { model: base.model, action: 'generate', first_frame_image: image },
  24: {
    ...base,
    action: 'reference',
    ref_images: [refImage],
    ref_videos: [{ tag: 'a', type: 'extend', video_url: video }],
  },
  26: { ...base, last_frame_image: image },
  27: { ...base, mid_frame_images: Array.from({ length: 7 }, () => frame) },
  28: { ...base, mid_frame_images: [{ tag: 'a', image_url: image }] },
  29: { ...base, duration: 5, mid_frame_images: [{ ...frame, time_stamp: 5 }] },
  30: { ...base, mid_frame_images: [frame, frame] },
  31: { ...base, mid_frame_images: [frame] },
  32: { ...base, ref_images: Array.from({ length: 7 }, () => refImage) },
  33: { ...base, ref_images: [{ ...refImage, image_urls: [image, image] }] },
  34: { ...base, ref_images: [{ ...refImage, type: 'grid', image_urls: Array.from({ length: 10 }, () => image) }] },
  37: { ...base, ref_images: [refImage, refImage] },
  38: { ...base, ref_images: [refImage] },
  39: { ...base, image_urls: Array.from({ length: 7 }, () => image) },
  40: { ...base, ref_videos: [1, 2].map(() => ({ tag: 'a', type: 'reference', video_url: video })) },
  42: { ...base, video_urls: [video, video] },
  44: { ...base, audio_urls: [video, video] },
  50: { ...base, first_frame_image: 'a.png' },
  51: { ...base, ref_images: [refImage] },
  52: { ...base, ref_images: [refImage, { ...refImage, type: 'grid' }] },
  53: { ...base, ref_images: [{ ...refImage, type: 'grid', audio_url: video }] },
  54: { ...base, video_urls: [video], resolution: '1080p' },
  55: { ...base, video_urls: [video] },
};

/** What a later generation lacks or adds is asked of its own profile, the rest of the seed page's. */
function profileFor(rule: number) {
  if (rule > 50) return apiProfile('qingbo-2026-09');
  return apiProfile(rule === 11 ? 'qingbo-2026-06' : 'qingbo-seed-2026-04');
}

describe('rules of the page', () => {
  test('each has a request that breaks it', () => {
    expect([...new Set(RULES.map(({ number }) => number))].sort((a, b) => a - b)).toEqual(
      Object.keys(BREAKING).map(Number),
    );
  });

  test.each(RULES)('rule $number: $words', (rule) => {
    const profile = profileFor(rule.number);
    const found = checkRequest(completeRequest(BREAKING[rule.number] ?? {}), profile);
    const { number, code } = rule;
    expect(found.filter((violation) => violation.rule === number)).toContainEqual(
      expect.objectContaining({ code, severity: severityOf(rule, profile) }),
    );
  });

  test('an API profile may take a rule otherwise than its table says', () => {
    const seed = apiProfile('qingbo-seed-2026-04');
    const alone = completeRequest({ ...base, last_frame_image: image, action: 'generate' });
    const rulesBy = (severities: typeof seed.severities) =>
      checkRequest(alone, { ...seed, severities }).map(({ rule, severity }) => [rule, severity]);
    expect(rulesBy({})).toEqual([[26, 'error']]);
    expect(rulesBy({ 26: 'warning' })).toEqual([[26, 'warning']]);
    expect(rulesBy({ 26: 'off' })).toEqual([]);
    const simple = completeRequest({ ...base, action: 'reference', image_urls: [image] });
    expect(checkRequest(simple, seed)).toEqual([]);
    expect(checkRequest(simple, { ...seed, imageUrlsAreReference: false })).toMatchObject([{ rule: 19 }]);
  });

  test('the action is inferred from the media, in the order of the page’s modes', () => {
    const fields: readonly (readonly [string, JsonObject])[] = [
      ['extend', { ref_videos: [{ tag: 'a', type: 'extend', video_url: video }] }],
      ['reference_video', { ref_videos: [{ tag: 'a', type: 'reference', video_url: video }] }],
      ['reference_video', { video_urls: [video] }],
      ['reference_audio', { ref_images: [{ ...refImage, audio_url: video }] }],
      ['reference_audio', { audio_urls: [video] }],
      ['reference', { ref_images: [refImage] }],
      ['reference', { image_urls: [image] }],
      ['first_last_frame', { first_frame_image: image, last_frame_image: image }],
      ['image2video', { first_frame_image: image }],
      ['generate', { prompt: 'x' }],
    ];
    // Each before all that come after it; an empty list is no medium.
    fields.forEach(([action, own], at) => {
      const weaker = Object.assign({}, ...fields.slice(at).map(([, more]) => more));
      expect(completeRequest({ model: base.model, ...weaker, ...own }).action).toBe(action);
      expect(completeRequest({ ...own, action: 'generate' }).action).toBe('generate');
    });
    expect(completeRequest({ ...base, image_urls: [], video_urls: [] }).action).toBe('generate');
    // What holds a list is not known yet, so the action is not, either.
    expect(completeRequest({ ...base, ref_images: { $deferred: 'x' } }).action).toEqual({ $deferred: 'x' });
  });

  test('limits themselves are allowed', () => {
    const fine: readonly JsonObject[] = [
      { ...base, prompt: '𝄞'.repeat(5000), duration: 3, resolution: '1080P' },
      {
        ...base,
        duration: 15,
        first_frame_image: image,
        mid_frame_images: Array.from({ length: 6 }, (_, n) => ({ ...frame, time_stamp: n + 0.5 })),
      },
      {
        prompt: 'a with b',
        model: base.model,
        ref_images: [
          refImage,
          { ...refImage, tag: 'b', type: 'grid', image_urls: Array.from({ length: 9 }, () => image) },
        ],
      },
      { model: 'skyreels-v4-std', ref_videos: [{ tag: 'src', type: 'extend', video_url: video }] },
    ];
    for (const request of fine) expect(checkRequest(completeRequest(request), apiProfile('simulator'))).toEqual([]);
  });

  test('cells of a data file become numbers, or fall away, inside lists too', () => {
    const frames = (time_stamp: string) =>
      completeRequest({ ...base, first_frame_image: image, mid_frame_images: [{ ...frame, time_stamp }] });
    expect(frames('2.5').mid_frame_images).toEqual([{ ...frame, time_stamp: 2.5 }]);
    expect(checkRequest(frames('soon'), apiProfile('simulator')).map(({ rule }) => rule)).toEqual([28]);
    expect(completeRequest({ ref_images: [{ ...refImage, audio_url: null }] }).ref_images).toEqual([refImage]);
    const hole = checkRequest(completeRequest({ ...base, image_urls: [image, null] }), apiProfile('simulator'));
    expect(hole.map(({ rule, path }) => [rule, path])).toEqual([[50, ['image_urls', 1]]]);
  });

  test('no request makes a rule throw', () => {
    const odd = fc.oneof(fc.jsonValue(), fc.constant([{}]), fc.constant([{ type: 'grid', image_urls: [1] }]));
    const fields = fc.dictionary(fc.constantFrom(...Object.keys(REQUEST_FIELDS)), odd);
    fc.assert(
      fc.property(fields, (request) => {
        const complete = completeRequest(JSON.parse(JSON.stringify(request)));
        for (const name of API_PROFILES) {
          for (const { message } of checkRequest(complete, apiProfile(name))) expect(message).not.toBe('');
        }
      }),
    );
  });
});
