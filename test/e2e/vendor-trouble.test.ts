import { afterAll, beforeAll, expect, test } from 'vitest';
import { realmOf } from '../../config/index.ts';
import { balance } from './books.ts';
import { makeScene, type Scene } from './scene.ts';
import { documentOf, writeShots } from './simulated.ts';
import type { Vendor } from './vendor.ts';

// A vendor that commands take for the real one, of which something is wrong.
let scene: Scene;
let vendor: Vendor;
beforeAll(async () => {
  scene = makeScene();
  vendor = await scene.vendor({ api: 'qingbo-seed-2026-04' });
}, 120_000);
afterAll(() => scene.close());

const settings = async (body: object) => {
  await fetch(`${vendor.url}/_sim/settings`, { method: 'POST', body: JSON.stringify(body) });
};
const books = (...pipelines: string[]) => balance(scene, vendor, pipelines, realmOf('qingbo', `${vendor.url}/v1`, []));

test('one that cannot be reached is said, and tried on; cancelled, nothing was paid', async () => {
  const file = writeShots(scene, 'far', ['one', 'two']);
  scene.env.DAILIES_BASE_URL = 'http://127.0.0.1:1/v1';
  const run = scene.start('run', file, '-y');
  await run.says(/the vendor could not be reached; nothing was sent: check the network and base-url/);
  const status = await scene.cli('status', 'far');
  expect(status.stdout).toContain('check the network and base-url; the run goes on by itself');
  const cancel = await scene.cli('cancel', 'far');
  expect([cancel.code, cancel.stdout], cancel.stderr).toEqual([
    0,
    expect.stringContaining('nothing is being paid for'),
  ]);
  expect((await run.ended).code).toBe(2);
  scene.env.DAILIES_BASE_URL = `${vendor.url}/v1`;
}, 120_000);

test('a refused key pauses the run with 77; let in, it goes on', async () => {
  const file = writeShots(scene, 'key', ['one', 'two']);
  await settings({ keys: ['another'] });
  const paused = await scene.cli('run', file, '-y', '--json');
  expect([paused.code, documentOf(paused).state], paused.stderr).toEqual([77, 'paused']);
  expect(paused.stderr).toContain('the vendor refused the key: set the right key, then: dailies resume');
  expect((await scene.cli('doctor')).stdout).toContain('refuses the key');
  await settings({ keys: [] });
  const resumed = await scene.cli('resume', 'key', '--json');
  expect([resumed.code, documentOf(resumed).state], resumed.stderr).toEqual([0, 'done']);
  expect(await books('key')).toMatchObject({ accepted: 2, done: 2, unsure: 0 });
}, 120_000);

test('a refused request fails its node alone, with the words of the vendor', async () => {
  const file = writeShots(scene, 'refused', ['one', 'two']);
  const no = { error: { message: 'the prompt is too \u001b[31mred', code: 'invalid_request' } };
  const match = { op: 'submit', prompt: 'one of refused' } as const;
  await vendor.fault({ match, count: 0, action: { do: 'answer', status: 400, body: no } });
  const { code, stdout, stderr } = await scene.cli('run', file, '-y', '--json');
  expect([code, JSON.parse(stdout).nodes], stderr).toMatchObject([2, { done: 1, failed: 1 }]);
  const report = await scene.cli('report', 'refused');
  expect(report.stdout).toContain('REQUEST_REFUSED: the vendor refused the request; it was not billed');
  expect(report.stdout).toContain('the prompt is too');
  expect(report.stdout + stderr).not.toContain('\u001b');
}, 120_000);

test('a vendor that is full is waited for, without a word of alarm', async () => {
  const file = writeShots(scene, 'full', ['one', 'two']);
  const busy = { error: { message: 'too many tasks', code: 'rate_limit_exceeded' } };
  const headers = { 'retry-after': '1' };
  await vendor.fault({ match: { op: 'submit' }, count: 2, action: { do: 'answer', status: 429, body: busy, headers } });
  const { code, stdout, stderr } = await scene.cli('run', file, '-y', '--json');
  expect([code, JSON.parse(stdout).nodes], stderr).toMatchObject([0, { done: 2 }]);
  expect(await books('key', 'refused', 'full')).toMatchObject({ done: 5, unsure: 0 });
}, 120_000);
