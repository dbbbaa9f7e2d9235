import { afterAll, beforeAll, expect, test } from 'vitest';
import { balance } from '../e2e/books.ts';
import { makeScene, type Scene } from '../e2e/scene.ts';
import { documentOf, writeShots } from '../e2e/simulated.ts';
import type { Vendor } from '../e2e/vendor.ts';

const SIMULATED = ['--simulate', '--speed', '100', '-y', '--json'];
/** More than two rounds of five. */
const NAMES = ['one', ...Array.from({ length: 15 }, (_, at) => `more${at}`)];
let scene: Scene;
let vendor: Vendor;

beforeAll(async () => {
  scene = makeScene();
  vendor = await scene.simulator();
});
afterAll(() => scene.close());

test('a bill above the price pauses every run of the account until a person agrees; the report says what was billed', async () => {
  const file = writeShots(scene, 'bill', NAMES);
  // What five slots took on before the bill came is paid; the rest waits.
  const action = { do: 'fate', costQuota: 300_000 } as const;
  await vendor.fault({ match: { op: 'submit', prompt: 'one of bill' }, action });
  const paused = await scene.cli('run', file, ...SIMULATED);
  expect([paused.code, documentOf(paused).state], paused.stderr).toEqual([75, 'paused']);
  expect(paused.stderr).toContain('the vendor billed more than the price that was planned');
  expect((await vendor.stats()).posts).toBeLessThan(NAMES.length);
  expect((await scene.cli('status', 'bill', '--simulate')).stdout).toContain('dailies account resume');

  const { posts } = await vendor.stats();
  const other = await scene.cli('run', writeShots(scene, 'other', ['one']), ...SIMULATED);
  expect([other.code, documentOf(other).state], other.stderr).toEqual([75, 'paused']);
  expect((await vendor.stats()).posts, 'another run of the account pays nothing either').toBe(posts);

  const agreed = await scene.cli('account', 'resume', '--simulate');
  expect(agreed.stdout, agreed.stderr).toContain('agreed    bills of up to 2.95 times the price');
  for (const name of ['bill', 'other']) {
    const ended = await scene.cli('watch', name, '--simulate', '--json');
    expect([ended.code, documentOf(ended).state], ended.stderr).toEqual([0, 'done']);
  }
  const books = await balance(scene, vendor, ['bill', 'other']);
  expect(books).toMatchObject({ accepted: NAMES.length + 1, done: NAMES.length + 1, unsure: 0 });
  const report = await scene.cli('report', 'bill', '--simulate');
  expect(report.stdout).toContain('shot@one: the vendor billed more than the price that was planned');
  expect(report.stdout).toContain('named a cost of 300000 units; 102000 were planned');
}, 120_000);
