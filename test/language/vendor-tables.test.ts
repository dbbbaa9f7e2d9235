import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { API_PROFILES } from '../../plan/api-profile.ts';
import { completeRequest } from '../../plan/derive-request.ts';
import { nodeName, safeName } from '../../plan/names.ts';
import { priceOf, renderMsOf } from '../../plan/prices.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { checkRequest, RULES } from '../../plan/rules.ts';
import { wireBody } from '../../plan/wire.ts';
import { sha256 } from './load-file.ts';

const seed = apiProfile('qingbo-seed-2026-04');
const request = {
  model: 'skyreels-v4-fast',
  action: 'generate',
  prompt: 'x',
  resolution: '720p',
  duration: 5,
  aspect_ratio: '16:9',
  prompt_optimizer: true,
};

describe('the vendor’s tables', () => {
  test('prices are those of the page: 5 s in dollars, and the reference column', () => {
    const usd = (model: string, resolution: string, more = {}) =>
      priceOf({ model, resolution, duration: 5, ...more }, seed) / 500_000;
    expect(usd('skyreels-v4-fast', '480p')).toBe(0.34);
    expect(usd('skyreels-v4-fast', '720p')).toBe(0.4675);
    expect(usd('skyreels-v4-fast', '1080p')).toBe(1.16875);
    expect(usd('skyreels-v4-std', '480p')).toBe(0.4675);
    expect(usd('skyreels-v4-std', '720p')).toBe(0.595);
    expect(usd('skyreels-v4-std', '1080p')).toBe(1.4875);
    const ref_videos = [{ tag: 'a', type: 'reference', video_url: 'https://example.com/a.mp4' }];
    expect(usd('skyreels-v4-std', '1080p', { ref_videos })).toBe(0.53125 * 5);
    expect(usd('skyreels-v4-fast', '480p', { video_urls: ['https://example.com/a.mp4'] })).toBe(0.1275 * 5);
    const byDuration = { ...seed, videoUrlsAreReference: false };
    const moves = { ...request, resolution: '480p', video_urls: ['https://example.com/a.mp4'] };
    expect(priceOf(moves, byDuration)).toBe(34_000 * 5);
    expect(usd('skyreels-v4-fast', '480p', { duration: { $deferred: '…' } })).toBe(0.068 * 15);
  });

  test('std takes 1.5 to 2 times as long as fast', () => {
    const ratio = renderMsOf({ ...request, model: 'skyreels-v4-std' }) / renderMsOf(request);
    expect(ratio).toBeGreaterThanOrEqual(1.5);
    expect(ratio).toBeLessThanOrEqual(2);
  });

  test('a good request breaks no rule of any profile, and each rule has words', () => {
    for (const name of API_PROFILES) expect(checkRequest(request, apiProfile(name))).toEqual([]);
    expect(RULES.every(({ words, number }) => words !== '' && number > 0)).toBe(true);
  });

  test('what is not known yet breaks no rule', () => {
    const later = { $deferred: 'x' };
    const open = completeRequest({
      model: later,
      prompt: later,
      duration: later,
      ref_images: later,
      first_frame_image: later,
    });
    expect(checkRequest(open, seed)).toEqual([]);
  });

  test('the wire body has the profile’s names, and URLs in the place of held media', () => {
    const held = `sha256:${'0'.repeat(64)}`;
    const framed = { ...request, prompt: held, first_frame_image: held, last_frame_image: 'https://example.com/z.png' };
    const body = wireBody(framed, apiProfile('qingbo-2026-09'), () => 'https://example.com/held');
    expect(body).toMatchObject({ action: 'generate', first_frame_image: 'https://example.com/held', prompt: held });
    expect(body).toHaveProperty('end_frame_image', 'https://example.com/z.png');
    expect(wireBody(framed, seed, () => 'u')).toHaveProperty('last_frame_image');
  });
});

describe('names', () => {
  test('safe values stay, others are made safe and keep apart', () => {
    expect(nodeName('draft', ['hero', 'cool'], undefined, sha256)).toBe('draft@hero--cool');
    expect(nodeName('walk', [], 'turn', sha256)).toBe('walk--turn');
    expect(safeName('Días de Mar', sha256)).toMatch(/^Dias-de-Mar-[0-9a-f]{6}$/);
    expect(safeName('../../etc', sha256)).toMatch(/^etc-[0-9a-f]{6}$/);
    expect(safeName('海', sha256)).toMatch(/^[0-9a-f]{6}$/);
  });

  test('every name is safe, short and the same again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (raw) => {
        const name = safeName(raw, sha256);
        expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*$/);
        expect(name).not.toMatch(/--|-$/);
        expect(name.length).toBeLessThanOrEqual(120);
        expect(safeName(raw.normalize('NFD'), sha256)).toBe(safeName(raw.normalize('NFC'), sha256));
      }),
    );
  });
});
