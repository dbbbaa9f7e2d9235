import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunDocument } from '../../cli/views/run-json.ts';
import { type Books, balance, since, summary } from './books.ts';
import type { Ended } from './command.ts';
import { NIGHT_FILES, NIGHT_TASKS, writeNight } from './night.ts';
import { kill, pidOf } from './processes.ts';
import { makeScene, type Scene } from './scene.ts';
import type { Vendor } from './vendor.ts';

// The vendor of the seed page knows no idempotency keys: each node is accepted at most once, and ends done or unsure.
const API = 'qingbo-seed-2026-04';
const SIMULATED = ['--simulate', '--api', API, '--speed', '100', '-y', '--json'];
/** After so many polls the answers of some POSTs have come: not all that is in flight can be lost. */
const POLLS = 10;
const nights: string[] = [];
let scene: Scene;
let vendor: Vendor;
let before: Books;

beforeAll(async () => {
  scene = makeScene({ engine: 'own' });
  vendor = await scene.simulator({ api: API, idempotency: 'ignore' });
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

/** Where nothing was lost the run is done; where an answer was, its node is unsure and nothing else is. */
async function ended(what: string, { code, stdout, stderr }: Ended): Promise<RunDocument> {
  const run: RunDocument = JSON.parse(stdout);
  const now = await balance(scene, vendor, nights);
  summary(`keys ignored, ${what}`, now, before);
  const { accepted, unsure, done } = since(now, before);
  expect(accepted).toBeLessThanOrEqual(NIGHT_TASKS);
  expect(run.nodes.unsure).toBe(unsure);
  expect(done).toBe(run.renders.length);
  expect([code, run.state], stderr).toEqual(unsure === 0 ? [0, 'done'] : [3, 'unsure']);
  return run;
}

test('the worker is killed while an answer is on its way: unsure, until a person names the task', async () => {
  await vendor.fault({ match: { op: 'submit', prompt: 'boat one of answer' }, action: { do: 'hold' } });
  const held = await vendor.upcoming('held');
  const polled = await vendor.upcoming('polled', POLLS);
  const run = scene.start('run', night('answer'), ...SIMULATED);
  await held();
  await polled();
  kill(scene, 'worker');
  await vendor.release();
  const first = await ended('worker killed with an answer on its way', await run.ended);
  expect(first.nodes.unsure).toBeGreaterThanOrEqual(1);

  for (const node of await unsureNodes('answer')) await nameTask(node);
  const second = await scene.cli('run', 'pipelines/answer.yaml', ...SIMULATED);
  expect([second.code, JSON.parse(second.stdout).state], second.stderr).toEqual([0, 'done']);
  const now = await balance(scene, vendor, nights);
  summary('keys ignored, after resolve', now, before);
  expect(since(now, before)).toMatchObject({ accepted: NIGHT_TASKS, posts: NIGHT_TASKS, done: NIGHT_FILES, unsure: 0 });
}, 180_000);

async function unsureNodes(run: string): Promise<readonly string[]> {
  const { stdout } = await scene.cli('report', run, '--simulate', '--json');
  const { nodes }: { nodes: { node: string; state: string }[] } = JSON.parse(stdout);
  return nodes.filter(({ state }) => state === 'unsure').map(({ node }) => node);
}

/** The person looks it up at the vendor: by prompt and model. */
async function nameTask(node: string): Promise<void> {
  const shot = node.split('@')[1] ?? '';
  const model = node.startsWith('final') ? 'skyreels-v4-std' : 'skyreels-v4-fast';
  const { tasks } = await vendor.ledger();
  const task = tasks.find((one) => one.prompt === `boat ${shot} of answer` && one.model === model);
  const said = await scene.cli('resolve', 'answer', node, '--task', task?.taskId ?? '', '--simulate');
  expect([said.code, said.stdout], said.stderr).toEqual([0, `${node}: it is task ${task?.taskId}\n`]);
}

test.each(['worker', 'server'] as const)(
  'the %s is killed at any moment',
  async (role) => {
    const polled = await vendor.upcoming('polled', POLLS);
    const run = scene.start('run', night(role), ...SIMULATED);
    await polled();
    kill(scene, role);
    await ended(`${role} killed`, await run.ended);
  },
  120_000,
);

test('supervisor, worker and server are killed: dailies resume goes on', async () => {
  const polled = await vendor.upcoming('polled', POLLS);
  const run = scene.start('run', night('everything'), ...SIMULATED);
  await polled();
  kill(scene, 'supervisor', 'worker', 'server');
  await run.says(/engine does not answer/);
  run.interrupt();
  const left = await run.ended;
  expect([left.code, left.stderr]).toEqual([69, expect.stringContaining('dailies resume everything#1 --simulate')]);
  await ended('all three killed', await scene.cli('resume', 'everything', '--simulate', '--json'));
  expect(vendor.pid, 'another simulator took its place').toBe(simulatorPid());
}, 120_000);

/** The API profile that the run was started with is the one that it goes on with. */
function simulatorPid(): number {
  return JSON.parse(scene.read('.dailies/simulated/simulator.json')).pid;
}

test('the worker is stopped for ten seconds around a POST: nothing is lost', async () => {
  await vendor.fault({ match: { op: 'submit', nth: 2 }, action: { do: 'hold' } });
  const held = await vendor.upcoming('held');
  const run = scene.start('run', night('stopped'), ...SIMULATED);
  await held();
  const worker = pidOf(scene, 'worker');
  process.kill(worker, 'SIGSTOP');
  // Not a wait for something: the ten seconds are what is tried, well past the heartbeat's timeout.
  await delay(10_000);
  process.kill(worker, 'SIGCONT');
  await vendor.release();
  const document = await ended('worker stopped for 10 s', await run.ended);
  expect(document.state).toBe('done');
}, 180_000);
