import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { qingbo } from '../../activities/providers/qingbo/qingbo.ts';
import { resolveNode } from '../../expressions/index.ts';
import type { ApiProfileName } from '../../plan/api-profile.ts';
import { priceOf } from '../../plan/prices.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { wireBody } from '../../plan/wire.ts';
import { GENERATIONS } from '../../simulator/generations.ts';
import type { Json } from '../../simulator/json.ts';
import { readShot } from '../../simulator/shot.ts';
import { loadText } from '../language/load-file.ts';
import { SHOT, withSimulator } from './client.ts';

const SEED = 'qingbo-seed-2026-04';
const JUNE = 'qingbo-2026-06';
const SEPTEMBER = 'qingbo-2026-09';
const ALL = [SEED, JUNE, SEPTEMBER] as const;
const DAY_S = 86_400;
const image = 'https://example.com/a.png';
const video = 'https://example.com/a.mp4';
const picture = (change: object = {}) => ({ tag: '@a', type: 'image', image_urls: [image], ...change });
const grid = (urls: number) => picture({ type: 'grid', image_urls: Array.from({ length: urls }, () => image) });
const frame = { ...SHOT, prompt: 'to @t', first_frame_image: image };
const middle = (time_stamp?: number) => [
  { tag: '@t', image_url: image, ...(time_stamp === undefined ? {} : { time_stamp }) },
];
const withPictures = (...ref_images: object[]) => ({ ...SHOT, prompt: 'the @a', ref_images });

describe('what a body may say', () => {
  // What each generation answers: ok, or what it complains of.
  test.each<[string, object, string, string, string]>([
    ['a plain shot', SHOT, 'ok', 'ok', 'ok'],
    ['an unknown field', { ...SHOT, seed: 7 }, 'ok', 'ok', 'capability_violation seed'],
    ['a negative prompt', { ...SHOT, negative_prompt: 'x' }, 'ok', 'ok', 'capability_violation negative_prompt'],
    ['action image2video', { ...frame, action: 'image2video' }, 'ok', 'action', 'action'],
    [
      'the last frame of April',
      { ...frame, last_frame_image: image },
      'ok',
      'ok',
      'capability_violation last_frame_image',
    ],
    ['the last frame of September', { ...frame, end_frame_image: image }, 'ok', 'ok', 'ok'],
    ['four to three', { ...SHOT, aspect_ratio: '4:3' }, 'ok', 'aspect_ratio', 'ok'],
    ['media without a prompt', { ...frame, prompt: undefined }, 'ok', 'prompt', 'prompt'],
    ['a prompt of 5001', { ...SHOT, prompt: 'x'.repeat(5001) }, 'prompt', 'prompt', 'ok'],
    [
      'a reference video of April',
      { ...SHOT, ref_videos: [{ tag: 's', type: 'reference', video_url: video }] },
      'ok',
      'ok',
      'capability_violation ref_videos',
    ],
    ['one clip', { ...SHOT, video_urls: [video] }, 'ok', 'ok', 'ok'],
    ['two clips', { ...SHOT, video_urls: [video, video] }, 'ok', 'ok', 'video_urls'],
    ['a clip without a resolution', { ...SHOT, resolution: undefined, video_urls: [video] }, 'ok', 'ok', 'resolution'],
    ['a clip at 1080p', { ...SHOT, resolution: '1080p', video_urls: [video] }, 'ok', 'ok', 'resolution'],
    ['one picture of one image', withPictures(picture()), 'ok', 'ok', 'ok'],
    [
      'one picture of five images',
      withPictures(picture({ image_urls: Array.from({ length: 5 }, () => image) })),
      'ref_images',
      'ok',
      'ok',
    ],
    ['four pictures', withPictures(...Array.from({ length: 4 }, () => picture())), 'ok', 'ok', 'ref_images'],
    ['a grid of one', withPictures(grid(1)), 'ref_images', 'ok', 'ok'],
    ['a grid of nine', withPictures(grid(9)), 'ok', 'ok', 'ref_images'],
    ['picture and grid', withPictures(picture(), grid(2)), 'ok', 'ok', 'ref_images'],
    ['a grid that speaks', withPictures({ ...grid(1), audio_url: image }), 'ref_images', 'ok', 'ref_images'],
    ['a tag without @', { ...withPictures(picture({ tag: 'a' })) }, 'ok', 'ok', 'ref_images'],
    ['a tag that the prompt does not name', { ...withPictures(picture()), prompt: 'x' }, 'ok', 'ok', 'ref_images'],
    ['a middle frame at 2 s', { ...frame, mid_frame_images: middle(2) }, 'ok', 'ok', 'ok'],
    ['a middle frame at -1', { ...frame, mid_frame_images: middle(-1) }, 'mid_frame_images', 'ok', 'ok'],
    ['a middle frame without a time', { ...frame, mid_frame_images: middle() }, 'mid_frame_images', 'ok', 'ok'],
    [
      'a middle frame past the end',
      { ...frame, mid_frame_images: middle(3) },
      'mid_frame_images',
      'ok',
      'mid_frame_images',
    ],
  ])('%s', (_case, body, ...answers) => {
    for (const [index, api] of ALL.entries()) {
      const sent: Json = JSON.parse(JSON.stringify(body));
      const read = readShot(sent, GENERATIONS[api]);
      const [first, second] = (answers[index] ?? '').split(' ');
      const code = second === undefined ? 'invalid_request' : first;
      const complaint = first === 'ok' ? undefined : { code, param: second ?? first };
      expect([api, read]).toMatchObject([api, complaint === undefined ? { shot: {} } : { complaint }]);
    }
  });

  test('what a field counts as that is not given', () => {
    const shots = ALL.map((api) => readShot({ model: SHOT.model, prompt: 'x' }, GENERATIONS[api]));
    const plain = { action: 'generate', aspectRatio: '16:9', seconds: 5 };
    expect(shots).toMatchObject([
      { shot: { ...plain, resolution: '720p' } },
      { shot: { ...plain, resolution: '720p' } },
      { shot: { ...plain, resolution: '1080p' } },
    ]);
  });

  test('a field that is not known has no effect where it is not refused', () => {
    const extend = { ...SHOT, ref_videos: [{ tag: 's', type: 'extend', video_url: video }] };
    expect(readShot(extend, GENERATIONS[SEED])).toMatchObject({ shot: { extendUrl: video, videoReference: true } });
    const ignored = readShot(extend, GENERATIONS[JUNE]);
    expect(ignored).toMatchObject({ shot: { action: 'generate', videoReference: false } });
    expect(ignored).not.toHaveProperty('shot.extendUrl');
  });

  test('beside a clip September ignores the duration', () => {
    const clip = { ...SHOT, video_urls: [video] };
    expect(readShot(clip, GENERATIONS[SEPTEMBER])).toMatchObject({ shot: { seconds: 10, videoReference: true } });
    expect(readShot(clip, GENERATIONS[JUNE])).toMatchObject({ shot: { seconds: 3, videoReference: true } });
  });

  test('over HTTP what is refused costs nothing and names its field', () =>
    withSimulator({ api: SEPTEMBER }, async ({ submit, simulator }) => {
      const { status, body } = await submit({ ...SHOT, seed: 7 });
      expect([status, body.error]).toMatchObject([400, { code: 'capability_violation', param: 'seed' }]);
      expect(simulator.ledger().tasks).toEqual([]);
    }));
});

describe('how it answers', () => {
  test.each<[typeof SEED | typeof JUNE | typeof SEPTEMBER, number, object, object, number]>([
    [SEED, DAY_S, {}, {}, 2],
    [JUNE, 3 * DAY_S, { pre_consumed_cost: 102_000 }, { cost: 102_000 }, 1],
    [SEPTEMBER, 7 * DAY_S, { pre_consumed_cost: 102_000 }, { cost: 102_000, billing_status: 'settled' }, 1],
  ])('%s: life of links, money, repeated keys', (api, lifeS, atSubmit, atEnd, tasks) =>
    withSimulator({ api }, async ({ submit, finish, simulator }) => {
      const first = await submit(SHOT, { 'idempotency-key': 'k' });
      await submit(SHOT, { 'idempotency-key': 'k' });
      expect(simulator.ledger().tasks).toHaveLength(tasks);
      const money = ({ cost, billing_status, pre_consumed_cost }: { [field: string]: unknown }) =>
        JSON.parse(JSON.stringify({ cost, billing_status, pre_consumed_cost }));
      expect(money(first.body)).toEqual(atSubmit);
      const { status } = await finish(SHOT, tasks + 1);
      expect(money(status)).toEqual(atEnd);
      expect(status.result.videos[0].expires_at).toBe(Math.floor(status.completed_at / 1000 + lifeS));
    }),
  );

  test('moments in every unit are one moment for our client', () =>
    withSimulator({}, async ({ finish, simulator }) => {
      const { id } = await finish();
      const client = qingbo({ baseUrl: simulator.apiUrl, key: 'a-key', resultHosts: [], now: Date.now });
      const seen = new Set<string>();
      for (const expiresAt of ['s', 'ms', 'iso'] as const) {
        for (const createdAt of ['s', 'ms'] as const) {
          simulator.change({ expiresAt, createdAt, urlShape: createdAt === 's' ? 'array' : 'string' });
          const answer = await client.status(id);
          if (answer.kind !== 'task') throw new Error(answer.kind);
          const { linkEndsAtMs, createdAtMs, urls } = answer.view;
          seen.add(JSON.stringify([linkEndsAtMs, Math.floor((createdAtMs ?? 0) / 1000), urls.length]));
        }
      }
      await client.close();
      expect([...seen]).toEqual([expect.stringMatching(/^\[\d{13},\d{10},1\]$/)]);
    }));
});

/** The bodies of a pipeline whose requests are known beforehand, as an account with this API profile sends them. */
async function bodiesOf(text: string, api: ApiProfileName) {
  const { plan, problems } = await loadText(text, { api });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (plan === undefined) throw new Error('no plan');
  const profile = apiProfile(api);
  return plan.nodes.flatMap((node, index) => {
    if (node.kind !== 'generate' || node.edges.length > 0) return [];
    const resolved = resolveNode({ plan, index, takeOf: () => undefined, chosen: () => undefined, takes: [] });
    if (resolved.kind !== 'request') return [];
    const { request } = resolved;
    return [{ body: wireBody(request, profile, () => video), price: priceOf(request, profile) }];
  });
}

const LOOKS = `version: 1
defaults: { with: { model: skyreels-v4-fast, resolution: 480p, duration: 3 } }
steps:
  plain: { uses: generate, with: { prompt: a boat } }
  framed: { uses: generate, with: { prompt: it sails, first_frame_image: "${image}" } }
  like: { uses: generate, with: { prompt: like this, image_urls: ["${image}"] } }
  sung: { uses: generate, with: { prompt: it sings, audio_urls: ["https://example.com/a.mp3"] } }
  moved: { uses: generate, with: { prompt: like that, video_urls: ["${video}"] } }
`;

test.each([SEED, JUNE, SEPTEMBER, 'simulator'] as const)(
  'the bodies of a pipeline are what a vendor that speaks %s takes, for the price that was planned',
  (api) =>
    withSimulator({ api, cap: 100 }, async ({ submit, simulator }) => {
      const draft = readFileSync(path.resolve('pipelines/fast-draft.yaml'), 'utf8');
      const bodies = [...(await bodiesOf(LOOKS, api)), ...(await bodiesOf(draft, api))];
      expect(bodies.length).toBeGreaterThan(5);
      for (const { body, price } of bodies) {
        const { status, body: answer } = await submit(body);
        expect([status, answer.error]).toEqual([200, undefined]);
        expect(simulator.ledger().tasks.at(-1)?.priceQuota, JSON.stringify(body)).toBe(price);
      }
    }),
);
