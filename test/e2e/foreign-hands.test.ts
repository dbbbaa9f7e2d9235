import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { balance, since, summary } from './books.ts';
import { makeScene, type Scene } from './scene.ts';
import { documentOf, writeShots } from './simulated.ts';
import { beforeSubmits, forget, reset, withTemporal } from './temporal.ts';
import type { Vendor } from './vendor.ts';

// Somebody uses Temporal's own tools on our workflows. The store has the claims, so none of it pays twice.
const SIMULATED = ['--simulate', '--speed', '100', '-y'];
const REALM = 'simulator';
let scene: Scene;
let vendor: Vendor;

beforeAll(async () => {
  scene = makeScene();
  vendor = await scene.simulator();
});
afterAll(() => scene.close());

test('a run that is reset before each of its submits, open or ended, pays once', async () => {
  const stem = 'reset';
  // One after the other, so that each submit has a place of its own in the history.
  const file = writeShots(scene, stem, ['one', 'two', 'three']);
  scene.write(file, scene.read(file).replace('strategy: {', 'strategy: { max-parallel: 1,'));
  await vendor.fault({ match: { op: 'submit', prompt: `three of ${stem}` }, action: { do: 'hold' } });
  const held = await vendor.upcoming('held');
  const run = scene.start('run', file, ...SIMULATED, '--json');
  await held();
  const here = { stem, realm: REALM };
  const first = await withTemporal(scene, here, async (hands) => {
    const places = await beforeSubmits(hands);
    await reset(hands, places[0] ?? 0);
    return places;
  });
  expect(first).toHaveLength(3);
  await vendor.release();
  const followed = await run.ended;
  expect([followed.code, documentOf(followed).nodes], followed.stderr).toMatchObject([0, { done: 3 }]);

  await withTemporal(scene, here, async (hands) => {
    for (const nth of first.keys()) {
      // Each reset writes another history.
      await reset(hands, (await beforeSubmits(hands))[nth] ?? 0);
      expect(await hands.client.workflow.getHandle(hands.run).result()).toMatchObject({ state: 'done' });
    }
  });
  const books = await balance(scene, vendor, [stem]);
  summary('reset before each submit', books);
  expect(books).toMatchObject({ accepted: 3, posts: 3, done: 3, unsure: 0 });
}, 120_000);

test('a run is terminated, then its account, then the account that came after it: the cap holds and nothing is paid twice', async () => {
  const before = await balance(scene, vendor, ['reset']);
  const stem = 'ended';
  const file = writeShots(scene, stem, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']);
  await vendor.fault({ match: { op: 'submit' }, count: 5, action: { do: 'fate', queueMs: 0, renderMs: 3_000 } });
  const full = await vendor.upcoming('accepted', 5);
  await scene.cli('run', file, ...SIMULATED, '--detach');
  await full();
  const again = await withTemporal(scene, { stem, realm: REALM }, async ({ client, run, account }) => {
    await client.workflow.getHandle(run).terminate('a test');
    await client.workflow.getHandle(account).terminate('a test');
    const next = scene.start('run', file, ...SIMULATED, '--json');
    const statusOf = async () => (await client.workflow.getHandle(account).describe()).status.name;
    await vi.waitFor(async () => expect(await statusOf()).toBe('RUNNING'), { timeout: 30_000 });
    await client.workflow.getHandle(account).terminate('a test');
    return next;
  });
  const ended = await again.ended;
  expect([ended.code, documentOf(ended).state], ended.stderr).toEqual([0, 'done']);
  const now = await balance(scene, vendor, ['reset', stem]);
  summary('run, account and its successor terminated', now, before);
  expect(since(now, before)).toMatchObject({ accepted: 10, posts: 10, done: 10, unsure: 0 });
  expect(await vendor.stats()).toMatchObject({ refusals: 0 });
}, 120_000);

test('a run that the engine has forgotten is known from the store, and costs nothing again', async () => {
  const { posts } = await vendor.stats();
  await withTemporal(scene, { stem: 'ended', realm: REALM }, forget);
  const report = await scene.cli('report', 'ended', '--simulate', '--json');
  expect([report.code, JSON.parse(report.stdout).nodes?.length], report.stderr).toEqual([0, 10]);
  const again = await scene.cli('run', 'pipelines/ended.yaml', ...SIMULATED, '--json');
  expect([again.code, documentOf(again).cost], again.stderr).toMatchObject([0, { planned: 0, spent: 0 }]);
  expect((await vendor.stats()).posts).toBe(posts);
}, 120_000);
