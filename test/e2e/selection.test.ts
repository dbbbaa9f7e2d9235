import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { balance, summary } from './books.ts';
import { writeNight } from './night.ts';
import { makeScene, type Scene } from './scene.ts';
import { simulate } from './simulated.ts';
import type { Vendor } from './vendor.ts';

// One pipeline that is changed and run in parts, one run after the other.
let scene: Scene;
let vendor: Vendor;
let file: string;
beforeAll(async () => {
  scene = makeScene();
  vendor = await scene.simulator();
  file = writeNight(scene, 'night');
}, 120_000);
afterAll(() => scene.close());

const posts = async () => (await vendor.stats()).posts;
const change = (from: string, to: string) => scene.write(file, scene.read(file).replace(from, to));

async function plan(...more: readonly string[]): Promise<{ readonly [node: string]: string }> {
  const { stdout } = await scene.cli('plan', file, '--simulate', '--json', ...more);
  const { nodes }: { nodes: { id: string; state: string }[] } = JSON.parse(stdout);
  return Object.fromEntries(nodes.map(({ id, state }) => [id, state]));
}

test('--only makes these and what they lack upstream, the next run the rest', async () => {
  const part = await simulate(scene, file, '--only', 'final@one');
  expect([part.code, part.run.nodes], part.stderr).toMatchObject([0, { done: 2, 'not-wanted': 13 }]);
  expect(part.run.renders.map(({ node }) => node)).toEqual(['draft@one', 'final@one']);
  expect(await posts()).toBe(2);
  const rest = await simulate(scene, file);
  expect([rest.code, rest.run.nodes], rest.stderr).toMatchObject([0, { current: 2, done: 13 }]);
  expect(await posts()).toBe(14);
}, 120_000);

test('a changed prompt makes that shot stale and what hangs on it; --keep-stale makes nothing', async () => {
  change('[one, two, three, four, five, six]', '[one, two, three, four, five, seven]');
  expect(await plan()).toMatchObject({ 'draft@one': 'current', 'draft@seven': 'missing', reel: 'stale' });
  const kept = await simulate(scene, file, '--only', 'draft@one', '--keep-stale');
  expect([kept.code, kept.run.cost], kept.stderr).toMatchObject([0, { planned: 0 }]);
  const { code, run, stderr } = await simulate(scene, file);
  expect([code, run.nodes], stderr).toMatchObject([0, { current: 12, done: 3 }]);
  expect(await posts()).toBe(16);
}, 120_000);

test('a shot that is put back costs nothing', async () => {
  change('five, seven', 'five, six');
  const { code, run, stderr } = await simulate(scene, file);
  expect([code, run.cost], stderr).toMatchObject([0, { planned: 0, spent: 0 }]);
  expect(await posts()).toBe(16);
}, 120_000);

test('--remake pays again for that node, and what was made before is kept', async () => {
  const { code, run, stderr } = await simulate(scene, file, '--only', 'draft@two', '--remake', 'draft@two');
  expect([code, run.nodes, run.cost], stderr).toMatchObject([0, { current: 14, done: 1 }, { spent: 0.204 }]);
  const { records } = await balance(scene, vendor, ['night']);
  expect(records.filter(({ node }) => node === 'draft@two')).toHaveLength(2);
}, 120_000);

test('--remake typed twice at once pays once: the other is told to follow', async () => {
  const before = await posts();
  await vendor.fault({ match: { op: 'submit' }, action: { do: 'hold' } });
  const held = await vendor.upcoming('held');
  const words = ['--simulate', '--speed', '100', '-y', '--only', 'draft@five', '--remake', 'draft@five'];
  const both = [1, 2].map(() => scene.start('run', file, ...words));
  const second = await Promise.race(both.map(({ ended }) => ended));
  expect([second.code, second.stderr]).toEqual([75, expect.stringContaining('follow it: dailies watch night')]);
  await held();
  await vendor.release();
  const ends = await Promise.all(both.map(({ ended }) => ended));
  expect(ends.map(({ code }) => code).sort()).toEqual([0, 75]);
  const { records } = await balance(scene, vendor, ['night']);
  expect(records.filter(({ node }) => node === 'draft@five')).toHaveLength(2);
  expect(await posts()).toBe(before + 1);
}, 120_000);

test('--from makes these and all downstream, from the takes that there are', async () => {
  change('night stops', 'the night stops');
  const { code, run, stderr } = await simulate(scene, file, '--from', 'walk');
  expect([code, run.nodes], stderr).toMatchObject([0, { current: 13, done: 2 }]);
  expect(run.renders.find(({ node }) => node === 'walk--turns')?.seconds).toBeCloseTo(9, 1);
}, 120_000);

test('an edited file is left alone and said; one that is gone comes back for nothing', async () => {
  const renders = path.join(scene.root, '.dailies/simulated/renders/night');
  writeFileSync(path.join(renders, 'draft@three.mp4'), 'my own cut');
  rmSync(path.join(renders, 'draft@four.mp4'));
  expect(await plan('--keep-stale')).toMatchObject({ 'draft@three': 'edited', 'draft@four': 'restorable' });
  const before = await posts();
  const { code, stderr } = await simulate(scene, file, '--keep-stale');
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('its file was changed by hand and is left alone');
  expect(scene.read('.dailies/simulated/renders/night/draft@three.mp4')).toBe('my own cut');
  expect(scene.has('.dailies/simulated/renders/night/draft@four.mp4')).toBe(true);
  expect(await posts()).toBe(before);
  rmSync(path.join(renders, 'draft@three.mp4'));
  await simulate(scene, file, '--keep-stale');
  summary('one pipeline changed and run in parts', await balance(scene, vendor, ['night']));
}, 120_000);
