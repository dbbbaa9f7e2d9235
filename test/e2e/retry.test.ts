import { afterAll, beforeAll, expect, test } from 'vitest';
import { balance, summary } from './books.ts';
import { writeNight } from './night.ts';
import { makeScene, type Scene } from './scene.ts';
import { documentOf, simulate, statesOf, writeShots } from './simulated.ts';
import type { Vendor } from './vendor.ts';

let scene: Scene;
let vendor: Vendor;
beforeAll(async () => {
  scene = makeScene();
  vendor = await scene.simulator();
}, 120_000);
afterAll(() => scene.close());

const failing = (prompt: string, code: string, message: string) =>
  vendor.fault({ match: { op: 'submit', prompt }, count: 0, action: { do: 'fate', status: 'failed', code, message } });

test('what the vendor fails is made again three times, what it refuses never; the rest is finished', async () => {
  const file = writeNight(scene, 'night');
  await failing('boat three', 'task_failed', 'no luck');
  await failing('boat four', 'upstream_bad_request', 'the prompt was refused by moderation');
  const { code, run, stderr } = await simulate(scene, file);
  expect([code, run.state, run.nodes], stderr).toMatchObject([2, 'failed', { done: 10, failed: 2, skipped: 3 }]);
  expect(stderr).toMatch(/failed +draft@four {2}CONTENT_REFUSED: .*not billed \(change the prompt/);
  expect(stderr).toContain('dailies retry night#1 --simulate');
  const books = await balance(scene, vendor, ['night']);
  summary('failures', books);
  expect(books).toMatchObject({ accepted: 14, done: 10, unsure: 0 });
  expect(run.cost).toMatchObject({ refunded: 4 * 0.204, spent: books.spent / 500_000 });
  const { tasks } = await vendor.ledger();
  expect(tasks.filter(({ prompt }) => prompt.startsWith('boat three'))).toHaveLength(3);
  expect(tasks.filter(({ prompt }) => prompt.startsWith('boat four'))).toHaveLength(1);
}, 120_000);

test('the report says what failed and what to type', async () => {
  const { stdout } = await scene.cli('report', 'night', '--simulate');
  expect(stdout).toContain('failed 2');
  expect(stdout).toContain('no luck');
  expect(stdout).toContain('the prompt was refused by moderation');
  expect(stdout).toContain('skipped, for what they need is missing 3');
});

test('retry pays for what failed only, and finishes what hung on it', async () => {
  await vendor.clearFaults();
  const retried = await scene.cli('retry', 'night', '--simulate', '-y', '--json');
  expect([retried.code, documentOf(retried).nodes], retried.stderr).toMatchObject([0, { current: 10, done: 5 }]);
  expect(Object.values(await statesOf(scene, 'night')).filter((state) => state === 'current')).toHaveLength(10);
  expect(await balance(scene, vendor, ['night'])).toMatchObject({ accepted: 18, done: 15, unsure: 0 });
  const nothing = await scene.cli('retry', 'night', '--simulate', '-y');
  expect([nothing.code, nothing.stderr]).toEqual([0, 'nothing failed in this run\n']);
}, 120_000);

test('a failed node of an open run is tried again in it', async () => {
  const file = writeNight(scene, 'open');
  await failing('boat one of open', 'upstream_bad_request', 'refused');
  await vendor.fault({ match: { op: 'submit', prompt: 'boat six of open' }, action: { do: 'hold' } });
  const run = scene.start('run', file, '--simulate', '--speed', '100', '-y', '--json');
  await run.says(/failed +draft@one/);
  await vendor.clearFaults();
  const retry = scene.start('retry', 'open', 'draft@one', '--simulate', '--json');
  await run.says(/done +draft@one/);
  await vendor.release();
  for (const ended of [await run.ended, await retry.ended]) {
    expect([ended.code, documentOf(ended).nodes], ended.stderr).toMatchObject([0, { done: 15 }]);
  }
}, 120_000);

test('a retry means the profile that the run was started with', async () => {
  await failing('boat nine', 'upstream_bad_request', 'refused');
  const file = 'two.yaml';
  scene.write(
    file,
    `version: 1
profiles:
  draft: { model: skyreels-v4-fast, resolution: 480p }
  sharp: { model: skyreels-v4-fast, resolution: 720p }
defaults: { profile: draft }
steps:
  eight: { uses: generate, with: { prompt: boat eight } }
  nine: { uses: generate, with: { prompt: boat nine } }
`,
  );
  const { run } = await simulate(scene, file, '--profile', 'sharp');
  expect(run.nodes).toMatchObject({ done: 1, failed: 1 });
  await vendor.clearFaults();
  const retried = await scene.cli('retry', 'two', '--simulate', '-y', '--json');
  expect([retried.code, documentOf(retried).nodes], retried.stderr).toMatchObject([0, { current: 1, done: 1 }]);
  const { tasks } = await vendor.ledger();
  const boats = tasks.filter(({ prompt, status }) => /boat (eight|nine)/.test(prompt) && status === 'completed');
  expect(boats.map(({ costQuota }) => costQuota)).toEqual([233_750, 233_750]);
}, 120_000);

test('retry typed twice at once pays once', async () => {
  const file = writeShots(scene, 'twice', ['ten', 'eleven']);
  await failing('ten of twice', 'upstream_bad_request', 'refused');
  expect((await simulate(scene, file)).run.nodes).toMatchObject({ done: 1, failed: 1 });
  await vendor.clearFaults();
  await vendor.fault({ match: { op: 'submit' }, action: { do: 'hold' } });
  const both = [1, 2].map(() => scene.start('retry', 'twice', '--simulate', '-y', '--json'));
  // Whoever comes second meets the run of the first, open, or is told of it.
  await Promise.all(both.map(({ says }) => says(/following twice#2|follow it: dailies watch twice/)));
  await vendor.release();
  const ends = await Promise.all(both.map(({ ended }) => ended));
  const done = ends.filter(({ code }) => code !== 75);
  expect(done.length).toBeGreaterThan(0);
  for (const ended of done) {
    expect([ended.code, documentOf(ended).nodes], ended.stderr).toMatchObject([0, { current: 1, done: 1 }]);
  }
  const { tasks } = await vendor.ledger();
  expect(tasks.filter(({ prompt }) => prompt === 'ten of twice').map(({ status }) => status)).toEqual([
    'failed',
    'completed',
  ]);
}, 120_000);
