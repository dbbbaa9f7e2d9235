import { afterAll, beforeAll, expect, test } from 'vitest';
import { balance, summary } from './books.ts';
import { kill } from './processes.ts';
import { makeScene, type Scene } from './scene.ts';
import { simulate, statesOf, writeShots } from './simulated.ts';
import type { Vendor } from './vendor.ts';

// The vendor knows no keys, and four POSTs get no answer: three of them were accepted, one never was.
const API = 'qingbo-seed-2026-04';
const SHOTS = ['task', 'never', 'again', 'left', 'fine'];
let scene: Scene;
let vendor: Vendor;
let file: string;
beforeAll(async () => {
  scene = makeScene({ engine: 'own' });
  vendor = await scene.simulator({ api: API, idempotency: 'ignore' });
  file = writeShots(scene, 'lost', SHOTS);
}, 120_000);
afterAll(() => scene.close());

const resolve = (node: string, ...how: readonly string[]) =>
  scene.cli('resolve', 'lost', `shot@${node}`, ...how, '--simulate');

test('a POST without an answer is unsure: nothing is paid again, and the exit code says so', async () => {
  for (const name of SHOTS.slice(0, 4)) {
    const when = name === 'never' ? 'before' : 'after';
    await vendor.fault({ match: { op: 'submit', prompt: `${name} of lost` }, action: { do: 'reset', when } });
  }
  const { code, run, stderr } = await simulate(scene, file, '--api', API);
  expect([code, run.nodes], stderr).toMatchObject([3, { unsure: 4, done: 1 }]);
  expect(stderr).toContain('dailies resolve lost#1 NODE --task ID | --not-created | --pay-again --simulate');
  const books = await balance(scene, vendor, ['lost']);
  summary('answers lost', books);
  expect(books).toMatchObject({ accepted: 4, posts: 5, done: 1, unsure: 4 });
}, 180_000);

test('while the process that sent it lives, nobody decides over its head', async () => {
  const early = await resolve('never', '--not-created');
  expect([early.code, early.stderr]).toEqual([75, expect.stringContaining('the process that sent it lives')]);
});

test('a task is taken only if it can be this one', async () => {
  const { tasks } = await vendor.ledger();
  const idOf = (prompt: string) => tasks.find((task) => task.prompt === `${prompt} of lost`)?.taskId ?? '';
  const none = await resolve('task', '--task', 'task-wave0b0');
  expect([none.code, none.stderr]).toEqual([64, expect.stringContaining('cannot be shot@task')]);
  const owned = await resolve('task', '--task', idOf('fine'));
  expect([owned.code, owned.stderr]).toEqual([64, expect.stringContaining('belongs to lost/shot@fine')]);
  const right = await resolve('task', '--task', idOf('task'));
  expect([right.code, right.stdout]).toEqual([0, `shot@task: it is task ${idOf('task')}\n`]);
  const done = await resolve('fine', '--not-created');
  expect([done.code, done.stderr]).toEqual([64, expect.stringContaining('shot@fine is not unsure')]);
});

test('once its sender is dead, a person says what became of it, without an engine; typing it twice decides once', async () => {
  kill(scene, 'supervisor', 'worker', 'server');
  const never = await resolve('never', '--not-created');
  expect([never.code, never.stdout], never.stderr).toEqual([0, 'shot@never: never created, it may be sent again\n']);
  const again = await resolve('again', '--pay-again');
  expect([again.code, again.stdout], again.stderr).toEqual([0, 'shot@again: given up, generation 2 is paid\n']);
  const twice = await resolve('again', '--pay-again');
  expect([twice.code, twice.stdout]).toEqual([0, again.stdout]);
  const other = await resolve('again', '--not-created');
  expect([other.code, other.stderr]).toEqual([75, expect.stringContaining('is decided already')]);
});

test('the next run carries out what was decided, and leaves alone what was not', async () => {
  const { code, run, stderr } = await simulate(scene, file, '--api', API);
  expect([code, run.nodes], stderr).toMatchObject([3, { unsure: 1 }]);
  expect(await statesOf(scene, 'lost')).toMatchObject({ 'shot@left': 'unsure', 'shot@again': 'done' });
  const books = await balance(scene, vendor, ['lost']);
  summary('answers lost, three resolved', books);
  // One POST more for what was never created, one for what a person chose to pay again.
  expect(books).toMatchObject({ accepted: 6, posts: 7, done: 4 });
}, 180_000);
