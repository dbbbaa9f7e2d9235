import { afterAll, beforeAll, expect, test } from 'vitest';
import { balance } from './books.ts';
import { writeNight } from './night.ts';
import { makeScene, type Scene } from './scene.ts';
import { documentOf, simulate, statesOf, writeShots } from './simulated.ts';
import type { Vendor } from './vendor.ts';

const DETACHED = ['--simulate', '--speed', '100', '-y', '--detach'];
let scene: Scene;
let vendor: Vendor;
beforeAll(async () => {
  scene = makeScene();
  vendor = await scene.simulator();
});
afterAll(() => scene.close());

test('cancel submits nothing more, says what is still paid, and what renders comes in', async () => {
  const file = writeNight(scene, 'night');
  await vendor.fault({
    match: { op: 'submit', prompt: 'boat two' },
    action: { do: 'fate', queueMs: 0, renderMs: 5_000 },
  });
  const fourth = await vendor.upcoming('completed', 4);
  await scene.cli('run', file, ...DETACHED);
  await fourth();
  const cancel = await scene.cli('cancel', 'night', '--simulate');
  expect(cancel.code, cancel.stderr).toBe(0);
  expect(cancel.stdout).toMatch(/^night#1 is cancelled: nothing more is submitted\n/);
  expect(cancel.stdout).toMatch(/still being paid for, at most \$\d.*draft@two/);
  const { posts } = await vendor.stats();
  const watched = await scene.cli('watch', 'night', '--simulate', '--json');
  expect([watched.code, documentOf(watched).state], watched.stderr).toEqual([2, 'cancelled']);
  expect((await vendor.stats()).posts).toBe(posts);
  expect((await statesOf(scene, 'night'))['draft@two']).toBe('done');
  const books = await balance(scene, vendor, ['night']);
  expect(books.unsure).toBe(0);
  expect(books.accepted).toBe(posts);
  const again = await scene.cli('cancel', 'night', '--simulate');
  expect([again.code, again.stdout]).toEqual([0, 'night#1 has ended (cancelled); there is nothing to cancel\n']);

  const late = await scene.cli('watch', 'night', '--simulate');
  expect([late.code, late.stdout]).toEqual([2, expect.stringMatching(/^night#1 {2}cancelled/)]);

  const { code, run, stderr } = await simulate(scene, file);
  expect([code, run.state], stderr).toEqual([0, 'done']);
  await balance(scene, vendor, ['night']);
  // What still queued when the cancel came was taken back; of what was rendered, nothing was made twice.
  const { tasks } = await vendor.ledger();
  expect(tasks.filter(({ status }) => status !== 'cancelled')).toHaveLength(14);
}, 120_000);

test('a queued task is cancelled at the vendor and refunded', async () => {
  const file = writeShots(scene, 'queue', ['one', 'two']);
  await vendor.fault({ match: { op: 'submit', prompt: 'one of queue' }, action: { do: 'fate', queueMs: 600_000 } });
  const second = await vendor.upcoming('accepted', 2);
  await scene.cli('run', file, ...DETACHED);
  await second();
  const cancel = await scene.cli('cancel', 'queue', 'shot@one', '--simulate');
  expect([cancel.code, cancel.stdout], cancel.stderr).toEqual([0, expect.stringContaining('shot@one is cancelled')]);
  const watched = await scene.cli('watch', 'queue', '--simulate', '--json');
  expect([watched.code, documentOf(watched).nodes], watched.stderr).toMatchObject([2, { done: 1, cancelled: 1 }]);
  const { tasks } = await vendor.ledger();
  expect(tasks.find(({ prompt }) => prompt === 'one of queue')).toMatchObject({
    status: 'cancelled',
    billing: 'refunded',
  });
  await balance(scene, vendor, ['night', 'queue']);
}, 120_000);

test('--finish-running cancels nothing at the vendor', async () => {
  const file = writeShots(scene, 'finish', ['one', 'two', 'three', 'four', 'five', 'six', 'seven']);
  await vendor.fault({
    match: { op: 'submit', prompt: 'of finish' },
    count: 5,
    action: { do: 'fate', queueMs: 6_000 },
  });
  const { cancels } = await vendor.stats();
  const fifth = await vendor.upcoming('accepted', 5);
  await scene.cli('run', file, ...DETACHED);
  await fifth();
  await scene.cli('cancel', 'finish', '--finish-running', '--simulate');
  const watched = await scene.cli('watch', 'finish', '--simulate', '--json');
  expect([watched.code, documentOf(watched).nodes], watched.stderr).toMatchObject([2, { done: 5, cancelled: 2 }]);
  expect((await vendor.stats()).cancels).toBe(cancels);
}, 120_000);
