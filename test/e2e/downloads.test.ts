import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Fault } from '../../simulator/index.ts';
import { type Books, balance, since, summary } from './books.ts';
import { kill } from './processes.ts';
import { makeScene, type Scene } from './scene.ts';
import { documentOf, writeShots } from './simulated.ts';
import type { Vendor } from './vendor.ts';

// What is paid comes home, whatever dies while it does.
const SIMULATED = ['--simulate', '--speed', '100', '-y', '--json'];
const stems: string[] = [];
let scene: Scene;
let vendor: Vendor;
let before: Books;
beforeAll(async () => {
  scene = makeScene({ engine: 'own' });
  vendor = await scene.simulator();
}, 120_000);
afterAll(() => scene.close());
beforeEach(async () => {
  before = await balance(scene, vendor, stems);
});

function shots(stem: string): string {
  stems.push(stem);
  return writeShots(scene, stem, ['one', 'two', 'three']);
}

async function finished(what: string): Promise<void> {
  const now = await balance(scene, vendor, stems);
  summary(what, now, before);
  expect(since(now, before)).toMatchObject({ accepted: 3, posts: 3, done: 3, unsure: 0 });
}

test('the worker is killed in the middle of a download: another one fetches it anew', async () => {
  const file = shots('half');
  await vendor.fault({ match: { op: 'download', nth: 2 }, action: { do: 'stall', part: 0.5 } });
  const second = await vendor.upcoming('faulted');
  const run = scene.start('run', file, ...SIMULATED);
  await second();
  kill(scene, 'worker');
  const { code, stdout, stderr } = await run.ended;
  expect([code, JSON.parse(stdout).state], stderr).toEqual([0, 'done']);
  await finished('worker killed in a download');
}, 120_000);

test('a cut and a wrong file are fetched again; what was lost with a dead link is said, and comes for nothing once it lives', async () => {
  const file = shots('lost');
  const spoil = (name: string, fault: Pick<Fault, 'action' | 'count'>) =>
    vendor.fault({ match: { op: 'download', prompt: `${name} of lost` }, ...fault });
  await spoil('one', { action: { do: 'cut', part: 0.5 } });
  await spoil('two', { count: 0, action: { do: 'answer', status: 403 } });
  await spoil('three', { action: { do: 'content', of: 'html' } });
  const run = await scene.cli('run', file, ...SIMULATED);
  const { state, nodes } = documentOf(run);
  expect([run.code, state, nodes.done, nodes.blocked], run.stderr).toEqual([75, 'blocked', 2, 1]);
  const words = /lost {6}shot@two: \$0\.204 was paid for task \S+, and there is no file \(LINK_DEAD/;
  expect(run.stderr).toMatch(words);
  expect((await scene.cli('status', 'lost', '--simulate')).stdout).toMatch(words);
  await vendor.clearFaults();
  const again = await scene.cli('run', file, ...SIMULATED);
  expect([again.code, documentOf(again).state, again.stderr.includes('lost  ')], again.stderr).toEqual([
    0,
    'done',
    false,
  ]);
  await finished('links that fail');
}, 120_000);

test('the simulator dies in mid-run: resume starts it anew, and it remembers', async () => {
  const file = shots('gone');
  await vendor.fault({ match: { op: 'submit', prompt: 'of gone' }, count: 3, action: { do: 'fate', renderMs: 2_000 } });
  const third = await vendor.upcoming('accepted', 3);
  const run = scene.start('run', file, ...SIMULATED);
  await third();
  process.kill(vendor.pid, 'SIGKILL');
  run.interrupt();
  expect((await run.ended).code).toBe(75);
  const resumed = await scene.cli('resume', 'gone', '--simulate', '--json');
  expect([resumed.code, documentOf(resumed).state], resumed.stderr).toEqual([0, 'done']);
  // Its statistics are new, its ledger is not.
  expect((await vendor.ledger()).tasks).toHaveLength(9);
  expect((await balance(scene, vendor, stems)).unsure).toBe(0);
}, 120_000);
