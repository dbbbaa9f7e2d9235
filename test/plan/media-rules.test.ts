import { describe, expect, test } from 'vitest';
import { apiProfile } from '../../plan/profiles.ts';
import { checkMedia, checkRequestMedia, MEDIA_RULES, type MediaFacts, mediaIn } from '../../plan/rules/media.ts';

const seed = apiProfile('qingbo-seed-2026-04');
const MB = 1_000_000;

/** For each rule about files: what is just allowed, and what is just too much. */
const BOUNDS: {
  readonly [rule: number]: { readonly fine: readonly MediaFacts[]; readonly wrong: readonly MediaFacts[] };
} = {
  25: image(),
  35: image(),
  36: audio(),
  41: {
    fine: [
      { kind: 'mp4', bytes: 100 * MB, seconds: 30.05 },
      { kind: 'mov', bytes: 1, seconds: 1.95 },
      { kind: 'mp4', bytes: 1 },
    ],
    wrong: [
      { kind: 'mp4', bytes: 100 * MB + 1, seconds: 30 },
      { kind: 'mov', bytes: 1, seconds: 30.06 },
      { kind: 'mov', bytes: 1, seconds: 1.94 },
      { kind: 'webm', bytes: 1, seconds: 5 },
    ],
  },
  43: audio(),
};

function image() {
  const kinds = ['jpg', 'png', 'webp'];
  return {
    fine: kinds.map((kind) => ({ kind, bytes: 30 * MB })),
    wrong: [
      { kind: 'gif', bytes: 1 },
      { kind: 'png', bytes: 30 * MB + 1 },
    ],
  };
}

function audio() {
  return {
    fine: [
      { kind: 'wav', bytes: 15 * MB, seconds: 3 },
      { kind: 'mp3', bytes: 1, seconds: 30.05 },
    ],
    wrong: [
      { kind: 'ogg', bytes: 1, seconds: 5 },
      { kind: 'wav', bytes: 15 * MB + 1, seconds: 5 },
      { kind: 'mp3', bytes: 1, seconds: 2.94 },
      { kind: 'mp3', bytes: 1, seconds: 30.06 },
    ],
  };
}

describe('rules about files', () => {
  test.each(MEDIA_RULES)('rule $number: $words', ({ number, use, code, severity }) => {
    const { fine, wrong } = BOUNDS[number] ?? { fine: [], wrong: [] };
    expect([fine.length, wrong.length]).not.toContain(0);
    for (const facts of fine) expect(checkMedia({ use, path: ['x'] }, facts, seed), JSON.stringify(facts)).toEqual([]);
    for (const facts of wrong) {
      const found = checkMedia({ use, path: ['x'] }, facts, seed);
      expect(found, JSON.stringify(facts)).toMatchObject([{ rule: number, code, severity, path: ['x'] }]);
    }
  });

  test('one byte too many is told as more than is allowed', () => {
    const [found] = checkMedia({ use: 'audio', path: [] }, { kind: 'wav', bytes: 15 * MB + 1 }, seed);
    expect(found?.message).toBe('the file has 15.01 MB; at most 15 are allowed');
  });

  test('every medium of a request has its place and its use; only known files are checked', () => {
    const later = { $deferred: 'steps.x' };
    const request = {
      prompt: 'sha256:prompt',
      first_frame_image: 'a',
      last_frame_image: later,
      mid_frame_images: [{ tag: 'm', image_url: 'c', time_stamp: 1 }],
      image_urls: ['d', later],
      ref_images: [{ tag: 'r', type: 'grid', image_urls: ['e', 'f'], audio_url: 'g' }],
      video_urls: ['h'],
      ref_videos: [{ tag: 'v', type: 'extend', video_url: 'i' }],
      audio_urls: ['j'],
    };
    expect(mediaIn(request).map(({ use, text, path }) => `${text} ${use} ${path.join('.')}`)).toEqual([
      'a frame first_frame_image',
      'c frame mid_frame_images.0.image_url',
      'd reference-image image_urls.0',
      'e reference-image ref_images.0.image_urls.0',
      'f reference-image ref_images.0.image_urls.1',
      'g bound-audio ref_images.0.audio_url',
      'h reference-video video_urls.0',
      'i reference-video ref_videos.0.video_url',
      'j audio audio_urls.0',
    ]);
    const facts = { kind: 'mp4', bytes: 1, seconds: 40 };
    const found = checkRequestMedia(request, seed, ({ text }) => (text === 'i' ? facts : undefined));
    expect(found).toMatchObject([{ rule: 41, path: ['ref_videos', 0, 'video_url'] }]);
  });
});
