import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { RunDocument } from '../../cli/views/run-json.ts';
import { balance } from './books.ts';
import { makeScene, type Scene } from './scene.ts';
import type { Vendor } from './vendor.ts';

// The pipeline of the repository with a hero that the vendor fails: the fallback, the gate, the answer, once more.
const FILE = 'pipelines/fallback-and-approve.yaml';
let scene: Scene;
let vendor: Vendor;
beforeAll(async () => {
  scene = makeScene({ pipelines: ['fallback-and-approve.yaml'] });
  vendor = await scene.simulator();
}, 120_000);
afterAll(() => scene.close());

async function run(...words: readonly string[]): Promise<{ code: number | null; run: RunDocument; talk: string }> {
  const { code, stdout, stderr } = await scene.cli(...words, '--simulate', '--json');
  return { code, run: JSON.parse(stdout.trim().split('\n').at(-1) ?? ''), talk: stderr };
}
const tasks = async () => (await vendor.ledger()).tasks.map(({ prompt }) => prompt.slice(0, 24)).sort();

test('a hero that fails is made plainly; the finals wait for an approval, and are made by it', async () => {
  const content = { do: 'fate', status: 'failed', code: 'upstream_bad_request', message: 'refused' } as const;
  await vendor.fault({ match: { op: 'submit', prompt: 'a kingfisher dives' }, count: 0, action: content });

  const asked = await run('run', FILE, '--speed', '100', '-y');
  expect([asked.code, asked.run.state], asked.talk).toEqual([75, 'asking']);
  expect(asked.run.nodes).toMatchObject({ done: 2, failed: 1, 'not-wanted': 1, asking: 1, waiting: 4 });
  expect(asked.talk).toContain('dailies approve fallback-and-approve#1 gate [--reject] --simulate');
  expect(await tasks()).toEqual(['a fox leaps over a ravin', 'a kingfisher dives and c', 'a kingfisher on a branch']);
  const status = await scene.cli('status', 'fallback-and-approve', '--simulate');
  expect(status.stdout).toContain('shows hero@leap, hero@dive, spare@leap, spare@dive');
  const report = await scene.cli('report', 'fallback-and-approve', '--simulate');
  expect(report.stdout).toContain('→ dailies approve fallback-and-approve#1 gate [--reject] --simulate');

  const wrong = await scene.cli('approve', 'fallback-and-approve', 'hero', '--simulate');
  expect([wrong.code, wrong.stderr]).toEqual([64, expect.stringContaining('there are: gate')]);
  const answer = await scene.cli('approve', 'fallback-and-approve', 'gate', '--simulate');
  expect([answer.code, answer.stdout.trim()]).toEqual([0, 'gate: approved (hero@leap, spare@dive)']);
  const { approvals } = parse(scene.read('.dailies/simulated/fallback-and-approve.picks.yaml'));
  expect(approvals.gate['']).toMatchObject({
    answer: 'approved',
    shown: [{ node: 'hero@leap' }, { node: 'spare@dive' }],
  });
  expect(scene.has('pipelines/fallback-and-approve.picks.yaml')).toBe(false);

  const resumed = await run('resume', 'fallback-and-approve');
  // A hero has failed for good: the run says so, whatever was made in its place.
  expect([resumed.code, resumed.run.state], resumed.talk).toEqual([2, 'failed']);
  expect(resumed.run.renders.map(({ node }) => node).sort()).toEqual([
    'final@leap',
    'hero@leap',
    'spare-final@dive',
    'spare@dive',
  ]);
  await balance(scene, vendor, ['fallback-and-approve']);
}, 120_000);

test('tried again, the hero is made, its fallback is not wanted any more, and the new takes are asked about', async () => {
  await vendor.clearFaults();
  const plan = await scene.cli('plan', FILE, '--simulate');
  expect(plan.stdout).toContain('approved; it counts if what is shown turns out to be the same files');
  const asked = await run('run', FILE, '--speed', '100', '-y');
  expect([asked.code, asked.run.state], asked.talk).toEqual([75, 'asking']);
  expect(asked.run.nodes).toMatchObject({ current: 2, done: 1, 'not-wanted': 3, asking: 1, waiting: 2 });

  const rejected = await scene.cli('approve', 'fallback-and-approve', 'gate', '--reject', '--simulate');
  expect(rejected.stdout.trim()).toBe('gate: rejected (hero@leap, hero@dive, spare@dive)');
  const resumed = await run('resume', 'fallback-and-approve');
  expect([resumed.code, resumed.run.state], resumed.talk).toEqual([0, 'done']);
  const posts = (await vendor.stats()).posts;
  const again = await run('run', FILE, '-y');
  expect([again.code, again.run.cost.planned], again.talk).toEqual([0, 0]);
  expect(again.talk).toContain('nothing to make, $0');
  expect((await vendor.stats()).posts).toBe(posts);
}, 120_000);
