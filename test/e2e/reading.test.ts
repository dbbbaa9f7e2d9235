import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCommand } from './command.ts';
import { makeScene, type Scene } from './scene.ts';
import { documentOf, simulate, writeShots } from './simulated.ts';
import type { Vendor } from './vendor.ts';

// What people read, while a run is open and after it; then the engine of another build.
let scene: Scene;
let vendor: Vendor;
let file: string;
beforeAll(async () => {
  scene = makeScene({ engine: 'own' });
  vendor = await scene.simulator();
  file = writeShots(scene, 'film', ['one', 'two', 'three']);
  await vendor.fault({ match: { op: 'submit', prompt: 'three of film' }, action: { do: 'hold' } });
  const second = await vendor.upcoming('downloaded', 2);
  await scene.cli('run', file, '--simulate', '--speed', '100', '-y', '--detach');
  await second();
}, 120_000);
afterAll(() => scene.close());

const ISO = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const json = async (...words: readonly string[]) => {
  const { code, stdout, stderr } = await scene.cli(...words, '--simulate', '--json');
  expect([code, stdout.trim().split('\n').length], stderr).toEqual([0, 1]);
  return JSON.parse(stdout);
};

test('status, list, cost and report of an open run, as text and as one document each', async () => {
  const open = await json('status');
  expect(open).toMatchObject({ run: 'film#1', state: 'running', nodes: { waiting: 1 } });
  expect(open.forecast).toMatchObject({ done: { latest: expect.stringMatching(ISO) }, needsPerson: null });
  expect(await json('list')).toMatchObject([{ run: 'film#1', state: 'running', endedAt: null, total: 3 }]);
  expect(await json('report')).toMatchObject({ run: 'film#1', state: 'running' });
  expect(await json('cost', '--by', 'day')).toMatchObject({ by: 'day', total: { spent: 2 * 0.204 } });
  const status = await scene.cli('status', 'film#1', '--simulate');
  expect(status.stdout).toMatch(/^film#1 {2}running since .* left\n/);
  expect(status.stdout).toMatch(/shot@three +submitting/);
  expect(status.stderr).toBe('');
  const report = await scene.cli('report', '--simulate');
  expect(report.stdout).toContain('still open');
  const list = await scene.cli('list', '--simulate');
  expect(list.stdout).toMatch(/film#1 +running +2\/3/);
});

test('nothing of a simulated run is seen without --simulate', async () => {
  const list = await scene.cli('list');
  expect([list.code, list.stdout]).toEqual([0, 'no runs yet: dailies run FILE starts one\n']);
});

test('what is typed wrongly about a run says what there is', async () => {
  const other = await scene.cli('status', 'flim', '--simulate');
  expect([other.code, other.stderr]).toEqual([64, expect.stringContaining('there are: film')]);
  const late = await scene.cli('status', 'film#7', '--simulate');
  expect(late.code).toBe(64);
  const node = await scene.cli('cancel', 'film', 'shot@four', '--simulate');
  expect([node.code, node.stderr]).toEqual([64, expect.stringContaining('there is no node "shot@four"')]);
  const since = await scene.cli('cost', '--since', 'yesterday', '--simulate');
  expect(since.code).toBe(64);
});

test('watch follows to the end, and the same words tell of it afterwards', async () => {
  const watch = scene.start('watch', '--simulate', '--json');
  await watch.says(/following film#1/);
  await vendor.release();
  const ended = await watch.ended;
  expect([ended.code, documentOf(ended).nodes.done], ended.stderr).toEqual([0, 3]);
  expect(await json('status')).toMatchObject({ state: 'done', cost: { planned: 0.612, spent: 0.612 } });
  expect(await json('report')).toMatchObject({ state: 'done' });
  await scene.cli('down');
  expect(await json('status')).toMatchObject({ run: 'film#1', state: 'done', nodes: { done: 3 } });
  expect((await json('list'))[0]).toMatchObject({ state: 'done', done: 3 });
  const again = await scene.cli('resume', 'film', '--simulate');
  expect([again.code, again.stdout], again.stderr).toEqual([0, expect.stringMatching(/^film#1 {2}done/)]);
}, 120_000);

test('plan says when it would be done, and what fits', async () => {
  const shots = ['shot@one', 'shot@two', 'shot@three'];
  const { forecast, by } = await json('plan', file, '--remake', ...shots, '--by', '2100-01-01T00:00Z');
  // Two of them were timed.
  expect(forecast).toMatchObject({ done: { likely: expect.stringMatching(ISO) }, guess: false });
  expect(by).toMatchObject({ at: '2100-01-01T00:00:00.000Z', done: { finals: shots }, later: { nodes: [] } });
});

test('the engine of another build is stopped where it has nothing to do, and left alone where it has', async () => {
  const other = otherBuild();
  const idle = await other('up');
  expect([idle.code, idle.stderr]).toEqual([
    0,
    expect.stringContaining('The engine of another build has nothing to do'),
  ]);
  const name = writeShots(scene, 'held', ['one']);
  // `down` stopped the simulator that could be told things; this is the next one, with its state.
  vendor = await scene.simulator();
  await vendor.fault({ match: { op: 'submit' }, action: { do: 'hold' } });
  const held = await vendor.upcoming('held');
  await other('run', name, '--simulate', '--speed', '100', '-y', '--detach');
  await held();
  const refused = await scene.cli('resume', 'held', '--simulate');
  expect([refused.code, refused.stderr]).toEqual([
    69,
    expect.stringContaining('The engine is run by Dailies 9.9.9+other'),
  ]);
  expect(refused.stderr).toContain('dailies down');
  await vendor.release();
  expect((await other('watch', 'held', '--simulate')).code).toBe(0);
  expect((await simulate(scene, name)).run.cost.planned).toBe(0);
}, 120_000);

function otherBuild() {
  const folder = path.join(path.dirname(scene.root), 'other');
  const repository = path.resolve(import.meta.dirname, '../..');
  mkdirSync(folder);
  cpSync(path.join(repository, 'dist'), path.join(folder, 'dist'), { recursive: true });
  symlinkSync(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'));
  scene.write('../other/package.json', '{ "type": "module" }');
  scene.write('../other/dist/build.json', '{ "version": "9.9.9", "build": "other" }');
  const script = path.join(folder, 'dist/cli/main.js');
  return (...words: readonly string[]) => startCommand([script, ...words], scene.root, scene.env).ended;
}
