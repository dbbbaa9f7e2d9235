import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { realmOf } from '../../config/index.ts';
import { openStore } from '../../store/index.ts';
import { balance, summary } from './books.ts';
import { makeScene, type Scene } from './scene.ts';
import { documentOf, writeShots } from './simulated.ts';
import type { Vendor } from './vendor.ts';

// Two checkouts of one project, each with a store of its own, and one key on one engine.
const LOCK = 'pipelines/common.lock.yaml';
const OURS = ['c', 'd', 'e', 'f', 'g', 'h'];
const THEIRS = ['c', 'd', 'i', 'j', 'k', 'l'];
let here: Scene;
let there: Scene;
let vendor: Vendor;
beforeAll(async () => {
  here = makeScene();
  there = makeScene();
  vendor = await here.vendor();
  const { DAILIES_BASE_URL, WAVE_API_KEY } = here.env;
  Object.assign(there.env, { DAILIES_BASE_URL, WAVE_API_KEY });
});
afterAll(async () => {
  await there.close();
  await here.close();
});

const realm = () => realmOf('qingbo', `${vendor.url}/v1`, []);

/** The vendor without the tasks that only the other checkout recorded. */
async function seenFrom(one: Scene, other: Scene): Promise<Vendor> {
  const [own, theirs] = [await tasksOf(one), await tasksOf(other)];
  const ledger = async () => {
    const all = await vendor.ledger();
    return { ...all, tasks: all.tasks.filter(({ taskId }) => own.has(taskId) || !theirs.has(taskId)) };
  };
  return { ...vendor, ledger };
}

async function tasksOf({ root }: Scene): Promise<ReadonlySet<string>> {
  const store = await openStore({ root, realm: realm() });
  const records = await Promise.all(['common', 'night'].map(store.records.all));
  return new Set(records.flat().map(({ task }) => task));
}

test('what one checkout has made and committed costs the other nothing', async () => {
  const first = await here.cli('run', writeShots(here, 'common', ['a', 'b']), '-y', '--json');
  expect([first.code, documentOf(first).nodes], first.stderr).toMatchObject([0, { done: 2 }]);
  writeShots(there, 'common', ['a', 'b']);
  copyFileSync(path.join(here.root, LOCK), path.join(there.root, LOCK));
  const second = await there.cli('run', 'pipelines/common.yaml', '-y', '--json');
  expect([second.code, documentOf(second)], second.stderr).toMatchObject([
    0,
    { nodes: { current: 2, done: 0 }, cost: { planned: 0, spent: 0 } },
  ]);
  expect(second.stderr).toContain('and paid for; its file is not here');
  expect((await vendor.stats()).posts).toBe(2);
}, 120_000);

test('two checkouts at once: the cap holds over both, each shot is paid once, one that both make is one task', async () => {
  await vendor.fault({ match: { op: 'submit' }, count: 5, action: { do: 'hold' } });
  const full = await vendor.upcoming('held', 5);
  const one = here.start('run', writeShots(here, 'night', OURS), '-y', '--json');
  await full();
  const other = there.start('run', writeShots(there, 'night', THEIRS), '-y', '--json');
  await other.says(/following night#1/);
  await vendor.release();
  for (const ended of [await one.ended, await other.ended]) {
    expect([ended.code, documentOf(ended).nodes], ended.stderr).toMatchObject([0, { done: 6 }]);
  }
  const { peakInCap, refusals } = await vendor.stats();
  expect([peakInCap, refusals]).toEqual([5, 0]);
  // The vendor knows keys, and the lock file makes them those of one project.
  expect((await vendor.ledger()).tasks).toHaveLength(2 + new Set([...OURS, ...THEIRS]).size);
  const ours = await balance(here, await seenFrom(here, there), ['common', 'night'], realm());
  const theirs = await balance(there, await seenFrom(there, here), ['night'], realm());
  summary('one checkout', ours);
  summary('the other', theirs);
  expect(ours).toMatchObject({ accepted: 8, posts: 14, done: 8, unsure: 0 });
  expect(theirs).toMatchObject({ accepted: 6, posts: 14, done: 6, unsure: 0 });
}, 120_000);
