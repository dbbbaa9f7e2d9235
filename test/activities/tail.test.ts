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
const link = (id: string, source: number, tailMs = 4_000): PlanNode =>
  shot(`walk--${id}`, {
    ...{ kind: 'link', step: 'walk', link: id, tailMs, ...direct(source), source: { kind: 'node', node: source } },
    fields: { prompt: `and on: ${id}`, duration: 5 },
  });
const film = (...edges: readonly number[]): PlanNode =>
  shot('film', {
    ...{ kind: 'concat', edges: edges.map((node) => ({ node, kind: 'direct' as const })), price: 0 },
    videos: [{ $deferred: `\${{ steps.walk.outputs.video }}` }],
  });

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

async function joined(activities: Stage['activities'], node: number) {
  const { place } = stage;
  const made = await activities.concat({ place, node, generation: 1, attempt: 1, chosen: {} });
  if (made.kind !== 'saved') throw new Error(JSON.stringify(made));
  const measured = await measure((await stage.store.media.path(made.sha256)) ?? '');
  return measured.ok ? Math.round(measured.seconds * 10) / 10 : measured.message;
}

test('a chain of tails extends only the end, and its film is the whole of it once', async () => {
  const nodes = [start, link('one', 0), link('two', 1), link('three', 2), film(3)];
  const activities = await open(nodes);
  expect(await render(activities, 0)).toMatchObject({ seconds: expect.closeTo(4, 1) });
  // 5 new seconds and 4 of the film so far, or 5 where the key picture before them lies there, however long it is.
  for (const [node, seconds] of [
    [1, 9],
    [2, 10],
    [3, 10],
  ] as const) {
    expect(await render(activities, node)).toMatchObject({ kind: 'saved', seconds: expect.closeTo(seconds, 1) });
  }
  expect(await joined(activities, 4)).toBe(19);
  const [record] = await stage.store.records.of('film', 'walk--two');
  expect(record).toMatchObject({ includesSource: true, sources: [expect.stringMatching(/^[0-9a-f]{64}$/)] });
  expect(JSON.stringify(record?.request)).toMatch(/tail:4000:sha256:/);
  // The vendor was given links and nothing else.
  for (const { body } of stage.sim.ledger().tasks.slice(1)) {
    expect(JSON.stringify(body)).not.toContain('tail:');
    expect(JSON.stringify(body)).not.toContain('sha256:');
  }
});

test('a chain that goes on from a chain of tails has the whole film before it', async () => {
  const more = shot('more--on', {
    ...{ kind: 'link', step: 'more', link: 'on', ...direct(1), source: { kind: 'node', node: 1 } },
    fields: { prompt: 'and on', duration: 3 },
  });
  const videos = [{ $deferred: `\${{ steps.more.outputs.video }}` }];
  const activities = await open([start, link('one', 0, 2_000), more, { ...film(2), videos }]);
  for (const node of [0, 1, 2]) await render(activities, node);
  expect(await joined(activities, 3)).toBe(12);
});

test('segments of a vendor that returns only what is new are joined as they are', async () => {
  const nodes = [start, link('one', 0, 8_000), link('two', 1, 8_000), film(2)];
  const activities = await open(nodes, { extend: 'segment-only' });
  await render(activities, 0);
  // The tail of 8 s begins in the first shot: 4 s and 5 s are 9 s so far.
  expect(await render(activities, 1)).toMatchObject({ seconds: expect.closeTo(5, 1) });
  expect(await render(activities, 2)).toMatchObject({ seconds: expect.closeTo(5, 1) });
  expect(await joined(activities, 3)).toBe(14);
  const [record] = await stage.store.records.of('film', 'walk--two');
  expect(record?.includesSource).toBe(false);
});

test('the film is the same when its cuts have to be found again', async () => {
  const nodes = [start, link('one', 0), link('two', 1), film(2)];
  const activities = await open(nodes);
  for (const node of [0, 1, 2]) await render(activities, node);
  const before = await joined(activities, 3);
  const { get } = stage.store.objects;
  const forgetful = {
    ...stage.store.objects,
    get: async (key: string) => (key.startsWith('tails/') ? undefined : get(key)),
  };
  const again = stage.as({ storeOf: async () => ({ ...stage.store, objects: forgetful }) });
  const { place } = stage;
  const made = await again.concat({ place, node: 3, generation: 2, attempt: 1, chosen: {} });
  const [first] = await stage.store.records.of('film', 'film');
  expect(made).toMatchObject({ kind: 'saved', sha256: first?.sha256 });
  expect(before).toBe(14);
});

test('a tail that can be cut nowhere is a problem of its own, and nothing is sent', async () => {
  const activities = await open([start, link('one', 0, 3_500)]);
  await render(activities, 0);
  // A key picture every 2 s leaves 4 or 2 of 4 s.
  const api = { ...apiProfile('simulator'), extendSource: { min: 3.2, max: 3.8, tolerance: 0 } };
  const narrow = stage.as({}, { api });
  expect(await narrow.submit(stage.input(1))).toMatchObject({ kind: 'rejected', code: 'FILE_UNUSABLE' });
  expect(stage.sim.ledger().tasks).toHaveLength(1);
});

test('without a media host a tail is blocked', async () => {
  const activities = await open([start, link('one', 0, 2_000)]);
  await render(activities, 0);
  expect(await stage.activities.submit(stage.input(1))).toMatchObject({ kind: 'blocked', code: 'SOURCE_UNREACHABLE' });
});
