import { afterEach, expect, test } from 'vitest';
import { simulatorHost } from '../../activities/hosting/index.ts';
import { measure } from '../../media/index.ts';
import type { PlanNode } from '../../plan/plan.ts';
import { apiProfile } from '../../plan/profiles.ts';
import type { SimulatorOptions } from '../../simulator/index.ts';
import { openStage, type Stage, shot } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const direct = (node: number) => ({ edges: [{ node, kind: 'direct' as const }] });
const start = shot('start', {
  fields: { model: 'skyreels-v4-fast', prompt: 'a walk', duration: 4, resolution: '480p' },
});
const link = (id: string, source: number, tail: Partial<PlanNode>): PlanNode =>
  shot(`walk--${id}`, {
    ...{ kind: 'link', step: 'walk', link: id, ...tail, ...direct(source), source: { kind: 'node', node: source } },
    fields: { prompt: `and on: ${id}`, duration: 5 },
  });
const FILM = { $deferred: `\${{ steps.walk.outputs.video }}` };
const like = (id: string, last: number): PlanNode =>
  shot(id, {
    ...direct(last),
    fields: {
      ...{ model: 'skyreels-v4-fast', prompt: 'like @video1', duration: 5 },
      ref_videos: [{ tag: '@video1', type: 'reference', video_url: FILM }],
    },
  });
const reel = (last: number): PlanNode => shot('film', { kind: 'concat', ...direct(last), price: 0, videos: [FILM] });

async function open(nodes: readonly PlanNode[], sim: SimulatorOptions = {}) {
  stage = await openStage({ nodes, sim });
  const host = simulatorHost({ baseUrl: stage.sim.apiUrl, key: 'key' });
  return stage.as({ hostOf: async () => host });
}

async function render(activities: Stage['activities'], node: number) {
  const outcome = await activities.submit(stage.input(node));
  if (outcome.kind !== 'created') return outcome;
  await stage.sim.waitFor('completed', stage.sim.ledger().tasks.length);
  return activities.download({ ...stage.input(node), task: outcome.task });
}

async function joined(activities: Stage['activities'], node: number): Promise<string> {
  const made = await activities.concat({ place: stage.place, node, generation: 1, attempt: 1, chosen: {} });
  if (made.kind !== 'saved') throw new Error(JSON.stringify(made));
  return made.sha256;
}

/** The notes of films that were joined in the store. */
async function films() {
  const keys = await stage.store.objects.list('films');
  return Promise.all(
    keys.map(async (key) =>
      JSON.parse(new TextDecoder().decode((await stage.store.objects.get(key)) ?? new Uint8Array())),
    ),
  );
}

test.each([
  ['of tails', { tailMs: 4_000 }, {}, 14],
  ['of segments', {}, { extend: 'segment-only' }, 14],
  ['of tails and segments', { tailMs: 8_000 }, { extend: 'segment-only' }, 14],
] as const)('a request gets the whole film of a chain %s as one file, joined once', async (_, tail, sim, seconds) => {
  const nodes = [start, link('one', 0, tail), link('two', 1, tail), like('like', 2), like('twin', 2), reel(2)];
  const activities = await open(nodes, sim);
  for (const node of [0, 1, 2]) await render(activities, node);
  const paid = stage.sim.ledger().tasks.length;
  for (const node of [3, 4]) expect(await render(activities, node)).toMatchObject({ kind: 'saved' });
  expect(stage.sim.ledger().tasks).toHaveLength(paid + 2);

  const [film, ...others] = await films();
  expect([film?.seconds, others]).toEqual([expect.closeTo(seconds, 1), []]);
  const file = await stage.store.media.path(film.sha256);
  expect(await measure(file ?? '')).toMatchObject({ ok: true, seconds: expect.closeTo(seconds, 1) });
  // What a concat gives are the same bytes.
  expect(await joined(activities, 5)).toBe(film.sha256);
  // It stands in the request by the file that it ends with, and at the vendor as a link.
  const [last] = await stage.store.records.of('film', 'walk--two');
  const [made] = await stage.store.records.of('film', 'like');
  expect(made?.request?.ref_videos).toMatchObject([{ video_url: `film:sha256:${last?.sha256}` }]);
  expect(made?.sources).toEqual([last?.sha256]);
  expect(JSON.stringify(stage.sim.ledger().tasks.at(-1)?.body)).not.toContain('sha256:');
});

test('a film that is one file already is sent as that file, and nothing is joined', async () => {
  const activities = await open([start, link('one', 0, {}), like('like', 1)]);
  for (const node of [0, 1, 2]) await render(activities, node);
  const [last] = await stage.store.records.of('film', 'walk--one');
  const [made] = await stage.store.records.of('film', 'like');
  expect(made?.request?.ref_videos).toMatchObject([{ video_url: `sha256:${last?.sha256}` }]);
  expect(await films()).toEqual([]);
});

test('a film that is too long for its use is told, and nothing is sent', async () => {
  const activities = await open([start, link('one', 0, { tailMs: 4_000 }), like('like', 1)]);
  for (const node of [0, 1]) await render(activities, node);
  const seed = apiProfile('simulator');
  const video = seed.media['reference-video'];
  const media = { ...seed.media, 'reference-video': { ...video, seconds: { min: 2, max: 8, tolerance: 0.1 } } };
  const host = simulatorHost({ baseUrl: stage.sim.apiUrl, key: 'key' });
  const narrow = stage.as({ hostOf: async () => host }, { api: { ...seed, media } });
  for (const _ of ['joined for it', 'known by then']) {
    expect(await narrow.submit(stage.input(2))).toMatchObject({ kind: 'rejected', code: 'RULE_BROKEN' });
  }
  expect(stage.sim.ledger().tasks).toHaveLength(2);
});

test('without a media host a joined film is blocked, and nothing is sent', async () => {
  const activities = await open([start, link('one', 0, {}), like('like', 1)], { extend: 'segment-only' });
  for (const node of [0, 1]) await render(activities, node);
  expect(await stage.activities.submit(stage.input(2))).toMatchObject({ kind: 'blocked', code: 'SOURCE_UNREACHABLE' });
  expect(stage.sim.ledger().tasks).toHaveLength(2);
});

test('a film that is extended as a whole is not joined with what it holds', async () => {
  const more = shot('more', {
    ...direct(1),
    fields: {
      ...{ model: 'skyreels-v4-fast', prompt: 'on', duration: 3, action: 'extend', resolution: '480p' },
      ref_videos: [{ tag: '@video1', type: 'extend', video_url: FILM }],
    },
  });
  const both = shot('film', {
    ...{ kind: 'concat', edges: [1, 2].map((node) => ({ node, kind: 'direct' as const })), price: 0 },
    videos: [FILM, { $deferred: `\${{ steps.more.outputs.video }}` }],
  });
  const activities = await open([start, link('one', 0, { tailMs: 2_000 }), more, both]);
  for (const node of [0, 1, 2]) expect(await render(activities, node)).toMatchObject({ kind: 'saved' });
  const file = await stage.store.media.path(await joined(activities, 3));
  // 4 s, 5 s and 3 s.
  expect(await measure(file ?? '')).toMatchObject({ seconds: expect.closeTo(12, 1) });
});
