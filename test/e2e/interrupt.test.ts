import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { engineStatus } from '../../engine/index.ts';
import { balance } from './books.ts';
import { makeScene, type Scene } from './scene.ts';
import { documentOf, writeShots } from './simulated.ts';
import type { Vendor } from './vendor.ts';

// Ctrl-C goes to the whole process group, as from a terminal: engine, worker and simulator must not hear it.
const FLAGS = ['--simulate', '--speed', '100', '-y'];
let scene: Scene;
let vendor: Vendor;
beforeAll(async () => {
  scene = makeScene({ engine: 'own' });
  vendor = await scene.simulator();
});
afterAll(() => scene.close());

test('before anything is started: 130, and nothing was', async () => {
  const file = writeShots(scene, 'early', ['one']);
  const run = scene.start('run', file, ...FLAGS);
  await run.says(/Starting the engine/);
  run.interrupt();
  const { code, stderr } = await run.ended;
  expect([code, stderr]).toEqual([130, expect.stringContaining('interrupted: nothing was started')]);
  expect((await vendor.stats()).posts).toBe(0);
  const list = await scene.cli('list', '--simulate', '--json');
  expect(JSON.parse(list.stdout)).toEqual([]);
}, 120_000);

test('while following: the run goes on, and the command says so', async () => {
  const file = writeShots(scene, 'left', ['one', 'two']);
  await vendor.fault({ match: { op: 'submit', prompt: 'one of left' }, action: { do: 'hold' } });
  const held = await vendor.upcoming('held');
  const run = scene.start('run', file, ...FLAGS);
  await held();
  run.interrupt();
  const { code, stderr } = await run.ended;
  expect([code, stderr]).toEqual([75, expect.stringContaining('no longer followed; the run goes on')]);
  expect(stderr).toContain('dailies watch left#1 --simulate');
  const watch = scene.start('watch', 'left', '--simulate', '--json');
  await watch.says(/following left#1/);
  await vendor.release();
  const watched = await watch.ended;
  expect([watched.code, documentOf(watched).state], watched.stderr).toEqual([0, 'done']);
  expect(await balance(scene, vendor, ['left'])).toMatchObject({ accepted: 2, posts: 2, done: 2, unsure: 0 });
}, 120_000);

test('down in the middle of a POST waits for its answer: nothing is unsure', async () => {
  const file = writeShots(scene, 'down', ['one']);
  await vendor.fault({ match: { op: 'submit', prompt: 'one of down' }, action: { do: 'hold' } });
  const held = await vendor.upcoming('held');
  await scene.cli('run', file, ...FLAGS, '--detach');
  await held();
  const down = scene.start('down');
  await vi.waitFor(() => expect(engineStatus({ home: scene.home }).phase).toBe('stopping'), { timeout: 10_000 });
  await vendor.release();
  expect((await down.ended).code).toBe(0);
  const resumed = await scene.cli('resume', 'down', '--simulate', '--json');
  expect([resumed.code, documentOf(resumed).state], resumed.stderr).toEqual([0, 'done']);
  expect(await balance(scene, vendor, ['left', 'down'])).toMatchObject({ accepted: 3, done: 3, unsure: 0 });
}, 120_000);
