import { describe, expect, test } from 'vitest';
import type { ApiProfileName } from '../../plan/api-profile.ts';
import type { JsonObject } from '../../plan/json.ts';
import { ACTIONS } from '../../plan/request.ts';
import { REQUEST_FIELDS } from '../../plan/request-fields.ts';
import { GENERATIONS } from '../../simulator/generations.ts';
import { checkBody } from '../../simulator/rules.ts';
import { bodyOf } from './body-of.ts';

const SEED = 'qingbo-seed-2026-04';
const JUNE = 'qingbo-2026-06';
const SEPTEMBER = 'qingbo-2026-09';
const image = 'https://example.com/a.png';
const video = 'https://example.com/a.mp4';
const audio = 'https://example.com/a.mp3';
const base = { model: 'skyreels-v4-fast', resolution: '480p' };
const refImage = { tag: '@char', type: 'image', image_urls: [image] };
const midFrame = { tag: '@turn', image_url: image, time_stamp: 2 };

/** A shot of each action, by the action that is inferred, with what the three generations say to it. */
const SHOTS: readonly {
  readonly action: string;
  readonly fields: JsonObject;
  /** By generation: the action on the wire, or what it cannot say. */
  readonly says: { readonly [api in typeof SEED | typeof JUNE | typeof SEPTEMBER]: string };
}[] = [
  { action: 'generate', fields: { prompt: 'x' }, says: says('generate', 'generate', 'generate') },
  {
    action: 'image2video',
    fields: { prompt: 'x', first_frame_image: image },
    says: says('image2video', 'generate', 'generate'),
  },
  {
    action: 'first_last_frame',
    fields: { prompt: 'x', first_frame_image: image, last_frame_image: image },
    says: says('first_last_frame', 'no field last_frame_image', 'generate'),
  },
  {
    action: 'reference',
    fields: { prompt: 'keep the @char', ref_images: [refImage] },
    says: says('reference', 'no field ref_images', 'generate'),
  },
  {
    action: 'reference',
    fields: { prompt: 'x', image_urls: [image] },
    says: says('reference', 'generate', 'generate'),
  },
  {
    action: 'reference_video',
    fields: { prompt: 'x', ref_videos: [{ tag: 'src', type: 'reference', video_url: video }] },
    says: says('reference_video', 'no field ref_videos', 'no field ref_videos'),
  },
  {
    action: 'reference_video',
    fields: { prompt: 'x', video_urls: [video] },
    says: says('reference_video', 'generate', 'generate'),
  },
  {
    action: 'reference_audio',
    fields: { prompt: 'x', audio_urls: [audio] },
    says: says('reference_audio', 'generate', 'generate'),
  },
  {
    action: 'reference_audio',
    fields: { prompt: 'the @char sings', ref_images: [{ ...refImage, audio_url: audio }] },
    says: says('reference_audio', 'no field ref_images', 'generate'),
  },
  {
    action: 'extend',
    fields: { prompt: 'x', ref_videos: [{ tag: 'src', type: 'extend', video_url: video }] },
    says: says('extend', 'no field ref_videos', 'no field ref_videos'),
  },
  {
    action: 'image2video',
    fields: { prompt: 'the @turn', first_frame_image: image, mid_frame_images: [midFrame] },
    says: says('image2video', 'no field mid_frame_images', 'generate'),
  },
];

function says(seed: string, june: string, september: string) {
  return { [SEED]: seed, [JUNE]: june, [SEPTEMBER]: september };
}

const CASES = SHOTS.flatMap((shot) => [SEED, JUNE, SEPTEMBER].map((api) => ({ ...shot, api })));

describe('wire bodies', () => {
  test.each(CASES)('$api, $action', async ({ api, action, fields, says: of }) => {
    const name: ApiProfileName = api === SEED ? SEED : api === JUNE ? JUNE : SEPTEMBER;
    const expected = of[name];
    const { body, request, problems } = await bodyOf({ ...base, ...fields }, name);
    const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
    if (expected?.startsWith('no ')) {
      expect(errors.join('\n')).toContain(`the API profile ${name} has ${expected}`);
      return;
    }
    expect(errors).toEqual([]);
    expect(request?.action).toBe(action);
    expect(body).toMatchObject({ action: expected, duration: 5, resolution: '480p', prompt_optimizer: true });
    expect(body).toHaveProperty('prompt', fields.prompt);
    // The vendor's own reading of the body, written a second time in the simulator.
    expect(checkBody(body ?? {}, GENERATIONS[name])).toBeUndefined();
  });

  test('all seven actions and every field stand in a body', async () => {
    expect(new Set(SHOTS.map(({ action }) => action))).toEqual(new Set(ACTIONS));
    const told = { callback_url: 'https://example.com/told', callback_events: ['queued', 'running'] };
    const own = { aspect_ratio: '1:1', prompt_optimizer: false, duration: 15, action: 'generate' };
    const plain = await bodyOf({ ...base, prompt: 'x', ...told, ...own });
    expect(plain.body).toEqual({ ...base, prompt: 'x', ...told, ...own });
    const sent = new Set([...Object.keys(plain.body ?? {}), ...SHOTS.flatMap(({ fields }) => Object.keys(fields))]);
    expect(Object.keys(REQUEST_FIELDS).filter((field) => !sent.has(field))).toEqual([]);
  });

  test('September calls the last frame end_frame_image, everybody gets the first one by its name', async () => {
    const framed = { ...base, prompt: 'x', first_frame_image: image, last_frame_image: video };
    const { body } = await bodyOf(framed, SEPTEMBER);
    expect(body).toMatchObject({ first_frame_image: image, end_frame_image: video });
    expect(body).not.toHaveProperty('last_frame_image');
    expect((await bodyOf(framed)).body).toMatchObject({ last_frame_image: video });
  });

  test('later generations want a prompt always, and name what they lack with what they have', async () => {
    const [lacks] = (await bodyOf({ ...base, first_frame_image: image }, JUNE)).problems;
    expect(lacks).toMatchObject({ rule: 4, message: expect.stringContaining(JUNE) });
    const video = { ...base, prompt: 'x', ref_videos: [{ tag: 'a', type: 'reference', video_url: image }] };
    const { problems } = await bodyOf(video, SEPTEMBER);
    expect(problems).toMatchObject([{ rule: 11, hint: 'it has video_urls in its place' }]);
  });

  test('beside video_urls September pays for the clip’s length, at most 10 s, and takes one clip', async () => {
    const clip = { ...base, prompt: 'x', video_urls: [video] };
    expect((await bodyOf(clip, SEPTEMBER)).problems).toEqual([]);
    const two = (await bodyOf({ ...clip, video_urls: [video, video] }, SEPTEMBER)).problems;
    expect(two).toMatchObject([{ rule: 42, severity: 'error' }]);
    expect((await bodyOf({ ...clip, video_urls: [video, video] })).problems).toMatchObject([{ severity: 'warning' }]);
  });

  test('what September refuses here, the simulator of September refuses, too; it takes what is taken here', async () => {
    const ref = (type: string, count: number, more = {}) => {
      const image_urls = Array.from({ length: count }, (_, at) => `https://example.com/${at}.png`);
      return { tag: '@char', type, image_urls, ...more };
    };
    const cases: readonly (readonly [fields: JsonObject, words: string])[] = [
      [{ ref_images: [ref('image', 5), ref('image', 1), ref('image', 1)] }, ''],
      [{ ref_images: [ref('grid', 1)] }, ''],
      [{ ref_images: [ref('image', 1, { audio_url: audio })] }, ''],
      [{ ref_images: [ref('image', 1, { tag: 'char' })] }, 'begin with @'],
      [{ ref_images: [ref('image', 1, { tag: '@style' })] }, 'prompt'],
      [{ ref_images: [ref('image', 6)] }, '1 to 5'],
      [{ ref_images: [ref('grid', 2)] }, 'exactly 1'],
      [{ ref_images: [1, 2, 3, 4].map(() => ref('image', 1)) }, 'at most 3'],
      [{ ref_images: [1, 2].map(() => ref('grid', 1)) }, 'at most 1'],
      [{ ref_images: [ref('image', 1), ref('grid', 1)] }, 'one type'],
      [{ ref_images: [ref('grid', 1, { audio_url: audio })] }, 'audio_url'],
      [{ video_urls: [video, video] }, 'at most 1'],
      [{ video_urls: [video], resolution: '1080p' }, '480p'],
      [{ video_urls: [video], resolution: '720p' }, ''],
    ];
    for (const [fields, words] of cases) {
      const written = { ...base, prompt: 'keep the @char', ...fields };
      const { problems } = await bodyOf(written, SEPTEMBER);
      const errors = problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
      const complaint = checkBody({ ...written, action: 'generate', duration: 5 }, GENERATIONS[SEPTEMBER]);
      const expected = [words !== '', words !== ''];
      expect([errors.length > 0, complaint !== undefined], JSON.stringify(fields)).toEqual(expected);
      if (words !== '') expect(errors.join(' ')).toContain(words);
    }
  });

  test('a middle frame without a time is -1 in September, and nothing elsewhere', async () => {
    const loose = { ...base, prompt: 'the @turn', first_frame_image: image };
    const frames = [{ ...midFrame, time_stamp: -1 }, midFrame];
    expect((await bodyOf({ ...loose, mid_frame_images: frames }, SEPTEMBER)).problems).toEqual([]);
    expect((await bodyOf({ ...loose, mid_frame_images: frames })).problems).toMatchObject([{ rule: 29 }]);
  });
});
