import { afterAll, beforeAll, expect, test } from 'vitest';
import { realmOf } from '../../config/index.ts';
import { balance } from './books.ts';
import { makeScene, type Scene } from './scene.ts';
import { documentOf, writeShots } from './simulated.ts';
import type { Vendor } from './vendor.ts';

// One account and several runs: what the vendor has against the account is one thing, said once and ended once.
let scene: Scene;
beforeAll(() => {
  scene = makeScene();
});
afterAll(() => scene.close());

const settings = async (vendor: Vendor, body: object) => {
  await fetch(`${vendor.url}/_sim/settings`, { method: 'POST', body: JSON.stringify(body) });
};
const account = async (...words: readonly string[]) => {
  const { code, stdout, stderr } = await scene.cli('account', ...words, '--json');
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
};

test('402 in the middle of two runs pauses the account once; money back, both are done and nothing is paid twice', async () => {
  const vendor = await scene.vendor({ api: 'qingbo-seed-2026-04' });
  // Enough for three of eight.
  await settings(vendor, { grantedQuota: 350_000 });
  const files = [writeShots(scene, 'day', ['a', 'b', 'c', 'd']), writeShots(scene, 'night', ['a', 'b', 'c', 'd'])];
  const runs = await Promise.all(files.map((file) => scene.cli('run', file, '-y', '--json')));
  for (const run of runs) {
    expect([run.code, documentOf(run).state], run.stderr).toEqual([75, 'paused']);
    expect(run.stderr).toContain('the account has no balance left: add balance, then: dailies account resume');
  }
  expect((await account()).paused).toMatchObject({ code: 'NO_BALANCE', until: null });
  const doctor = await scene.cli('doctor');
  expect(doctor.stdout).toMatch(/bad {2}paused +the account has no balance left\n.*dailies account resume/);
  const { posts } = await vendor.stats();
  expect(posts, 'three accepted, at most the rest of the cap turned away').toBeLessThanOrEqual(3 + 5);

  await settings(vendor, { grantedQuota: 500_000_000 });
  expect((await account('default', 'resume')).paused).toBeNull();
  const watched = await Promise.all(['day', 'night'].map((name) => scene.cli('watch', name)));
  expect(watched.map(({ code }) => code)).toEqual([0, 0]);
  const realm = realmOf('qingbo', `${vendor.url}/v1`, []);
  expect(await balance(scene, vendor, ['day', 'night'], realm)).toMatchObject({ accepted: 8, done: 8, unsure: 0 });
}, 120_000);

test('a key that is refused and then works needs nobody; a pause by a person holds until the person ends it', async () => {
  const vendor = await scene.simulator();
  await settings(vendor, { keys: ['another'] });
  const file = writeShots(scene, 'key', ['a', 'b']);
  const paused = await scene.cli('run', file, '-y', '--json', '--simulate');
  expect([paused.code, documentOf(paused).state], paused.stderr).toEqual([77, 'paused']);
  await settings(vendor, { keys: [] });
  await vendor.wait('accepted', 2);
  const watched = await scene.cli('watch', 'key', '--simulate');
  expect(watched.code, watched.stderr).toBe(0);

  // A window that is used up is waited for: following goes on, and so does the run.
  const body = {
    error: { code: 'quota_window_exceeded', message: 'wait', reset_at: Math.ceil(Date.now() / 1_000) + 4 },
  };
  await vendor.fault({ match: { op: 'submit' }, action: { do: 'answer', status: 429, body } });
  const waited = await scene.cli('run', writeShots(scene, 'window', ['a']), '-y', '--simulate');
  expect(waited.code, waited.stderr).toBe(0);
  expect(waited.stderr).toContain("the account's quota for this stretch of time is used up: nothing to do");

  expect((await account('pause', '--simulate')).paused.code).toBe('ACCOUNT_PAUSED');
  const held = await scene.cli('run', writeShots(scene, 'held', ['a']), '-y', '--simulate');
  expect([held.code, held.stderr]).toEqual([75, expect.stringContaining('the account was paused by a person')]);
  expect((await scene.cli('resume', 'held', '--simulate')).code, 'one run is not the account').toBe(75);
  expect((await account('limit', '2', '--simulate')).slots).toMatchObject({ limit: 5, effective: 2, ordered: 2 });
  expect((await account('resume', '--simulate')).paused).toBeNull();
  const done = await scene.cli('watch', 'held', '--simulate');
  expect(done.code, done.stderr).toBe(0);
}, 120_000);
