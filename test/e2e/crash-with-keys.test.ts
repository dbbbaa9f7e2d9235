import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { engineStatus } from '../../engine/index.ts';
import { type Books, balance, since, summary } from './books.ts';
import { NIGHT_FILES, NIGHT_TASKS, writeNight } from './night.ts';
import { kill, pidOf } from './processes.ts';
import { makeScene, type Scene } from './scene.ts';
import type { Vendor } from './vendor.ts';

// The vendor honours idempotency keys: whatever is killed, the run finishes and each node is paid once.
const SIMULATED = ['--simulate', '--speed', '100', '-y', '--json'];
const nights: string[] = [];
let scene: Scene;
let vendor: Vendor;
let before: Books;

beforeAll(async () => {
  scene = makeScene({ engine: 'own' });
  vendor = await scene.simulator();
});
afterAll(() => scene.close());
beforeEach(async () => {
  await vendor.clearFaults();
  before = await balance(scene, vendor, nights);
});

function night(stem: string): string {
  nights.push(stem);
  return writeNight(scene, stem);
}

async function finished(what: string): Promise<ReturnType<typeof since>> {
  const now = await balance(scene, vendor, nights);
  summary(`keys honoured, ${what}`, now, before);
  return since(now, before);
}

test('the worker is killed: it goes on by itself', async () => {
  const fourth = await vendor.upcoming('accepted', 4);
  const run = scene.start('run', night('worker'), ...SIMULATED);
  await fourth();
  kill(scene, 'worker');
  const { code, stdout, stderr } = await run.ended;
  expect([code, JSON.parse(stdout).state], stderr).toEqual([0, 'done']);
  expect(await finished('worker killed')).toMatchObject({ accepted: NIGHT_TASKS, done: NIGHT_FILES, unsure: 0 });
}, 120_000);

test('the worker is killed while the answer to a POST is on its way: the same key finds the task', async () => {
  await vendor.fault({ match: { op: 'submit', nth: 3 }, action: { do: 'hold' } });
  const held = await vendor.upcoming('held');
  const run = scene.start('run', night('answer'), ...SIMULATED);
  await held();
  kill(scene, 'worker');
  await vendor.release();
  const { code, stdout, stderr } = await run.ended;
  expect([code, JSON.parse(stdout).state], stderr).toEqual([0, 'done']);
  const counted = await finished('worker killed with an answer on its way');
  expect(counted).toMatchObject({ accepted: NIGHT_TASKS, done: NIGHT_FILES, unsure: 0 });
  expect(counted.posts).toBeGreaterThan(NIGHT_TASKS);
}, 120_000);

test('the Temporal server is killed: it goes on by itself', async () => {
  const fourth = await vendor.upcoming('accepted', 4);
  const run = scene.start('run', night('server'), ...SIMULATED);
  await fourth();
  kill(scene, 'server');
  const { code, stdout, stderr } = await run.ended;
  expect([code, JSON.parse(stdout).state], stderr).toEqual([0, 'done']);
  expect(await finished('server killed')).toMatchObject({ accepted: NIGHT_TASKS, done: NIGHT_FILES, unsure: 0 });
}, 120_000);

test('the Temporal server comes back at another port, for somebody took its own: the run is followed there', async () => {
  const fourth = await vendor.upcoming('accepted', 4);
  const run = scene.start('run', night('moved'), ...SIMULATED);
  await fourth();
  const port = Number(engineStatus({ home: scene.home }).address?.split(':')[1]);
  const supervisor = pidOf(scene, 'supervisor');
  process.kill(supervisor, 'SIGSTOP');
  kill(scene, 'server');
  const squatter = createServer((socket) => socket.destroy());
  await vi.waitFor(
    () => new Promise<void>((done, fail) => squatter.once('error', fail).listen(port, '127.0.0.1', done)),
  );
  process.kill(supervisor, 'SIGCONT');
  const { code, stdout, stderr } = await run.ended;
  squatter.close();
  expect([code, JSON.parse(stdout).state], stderr).toEqual([0, 'done']);
  expect(engineStatus({ home: scene.home }).address).not.toBe(`127.0.0.1:${port}`);
  expect(await finished('server at another port')).toMatchObject({
    accepted: NIGHT_TASKS,
    done: NIGHT_FILES,
    unsure: 0,
  });
}, 120_000);

test('supervisor, worker and server are killed: dailies resume goes on', async () => {
  const fourth = await vendor.upcoming('accepted', 4);
  const run = scene.start('run', night('everything'), ...SIMULATED);
  await fourth();
  kill(scene, 'supervisor', 'worker', 'server');
  await run.says(/engine does not answer/);
  run.interrupt();
  const left = await run.ended;
  expect([left.code, left.stderr]).toEqual([69, expect.stringContaining('dailies resume everything#1 --simulate')]);
  const { code, stdout, stderr } = await scene.cli('resume', 'everything', '--simulate', '--json');
  expect([code, JSON.parse(stdout).state], stderr).toEqual([0, 'done']);
  expect(await finished('all three killed')).toMatchObject({ accepted: NIGHT_TASKS, done: NIGHT_FILES, unsure: 0 });
}, 120_000);

test('the worker is stopped for ten seconds around two POSTs; one answer comes while it is, one after it goes on', async () => {
  await vendor.fault({ match: { op: 'submit' }, count: 2, action: { do: 'hold' } });
  const held = await vendor.upcoming('held', 2);
  const run = scene.start('run', night('stopped'), ...SIMULATED);
  await held();
  const worker = pidOf(scene, 'worker');
  process.kill(worker, 'SIGSTOP');
  await vendor.release(1);
  // Not a wait for something: the ten seconds are what is tried, well past the heartbeat's timeout.
  await delay(10_000);
  process.kill(worker, 'SIGCONT');
  await vendor.release();
  const { code, stdout, stderr } = await run.ended;
  expect([code, JSON.parse(stdout).state], stderr).toEqual([0, 'done']);
  const counted = await finished('worker stopped for 10 s around two POSTs');
  expect(counted).toMatchObject({ accepted: NIGHT_TASKS, done: NIGHT_FILES, unsure: 0 });
}, 180_000);
