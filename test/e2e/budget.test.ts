import { afterAll, beforeAll, expect, test } from 'vitest';
import { balance, summary } from './books.ts';
import { makeScene, type Scene } from './scene.ts';
import { simulate, writeShots } from './simulated.ts';
import type { Vendor } from './vendor.ts';

const SHOTS = ['one', 'two', 'three', 'four', 'five', 'six'];
const limit = (usd: number, onExceed: string) => `budget: { limit: ${usd}, on-exceed: ${onExceed} }\n`;
let scene: Scene;
let vendor: Vendor;
beforeAll(async () => {
  scene = makeScene();
  vendor = await scene.simulator();
}, 120_000);
afterAll(() => scene.close());

test('a budget that is used up pauses the run with 4; raised, the same run goes on', async () => {
  const file = writeShots(scene, 'pause', SHOTS, limit(0.7, 'pause'));
  const paused = await simulate(scene, file);
  expect([paused.code, paused.run.state, paused.run.nodes], paused.stderr).toMatchObject([4, 'paused', { done: 3 }]);
  expect(paused.stderr).toContain('limit     $0.70: not enough');
  expect(paused.stderr).toContain(
    'the budget is used up: raise what bounds it, budget.limit or --max-cost, and run again',
  );
  scene.write(file, scene.read(file).replace('limit: 0.7', 'limit: 2'));
  const { code, run, stderr } = await simulate(scene, file);
  expect([code, run.run, run.nodes], stderr).toMatchObject([0, 'pause#1', { done: 6 }]);
  const books = await balance(scene, vendor, ['pause']);
  summary('budget paused and raised', books);
  expect(books).toMatchObject({ accepted: 6, done: 6 });
}, 120_000);

test('finish-running skips the rest, and nothing above the limit is submitted', async () => {
  const file = writeShots(scene, 'finish', SHOTS, limit(0.5, 'finish-running'));
  const { code, run, stderr } = await simulate(scene, file);
  expect([code, run.nodes], stderr).toMatchObject([4, { done: 2, skipped: 4 }]);
  expect(run.cost.spent).toBeLessThanOrEqual(0.5);
}, 120_000);

test('--max-cost lowers the budget of one run, and stands for -y', async () => {
  const file = writeShots(scene, 'most', SHOTS, limit(2, 'finish-running'));
  const { code, stderr } = await scene.cli('run', file, '--simulate', '--speed', '100', '--max-cost', '0.21');
  expect(code, stderr).toBe(4);
  expect((await balance(scene, vendor, ['pause', 'finish', 'most'])).accepted).toBe(9);
}, 120_000);

test('a warning counts as an error with --strict', async () => {
  const file = writeShots(scene, 'strict', SHOTS, limit(0.5, 'pause'));
  const { code, stderr } = await scene.cli('run', file, '--simulate', '-y', '--strict');
  expect([code, stderr]).toEqual([65, expect.stringContaining('BUDGET_TOO_SMALL')]);
});
