import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { RunDocument } from '../../cli/views/run-json.ts';
import { type Books, balance, summary } from './books.ts';
import { makeScene, type Scene } from './scene.ts';
import type { Vendor } from './vendor.ts';

const FILES = ['fast-draft', 'ab-compare', 'std-final', 'extend-chain', 'overnight-batch'];
let scene: Scene;
let vendor: Vendor;

beforeAll(async () => {
  scene = makeScene({ pipelines: [...FILES.map((name) => `${name}.yaml`), 'shots.csv', 'overnight-batch.picks.yaml'] });
  vendor = await scene.simulator();
});
afterAll(() => scene.close());

type Run = { readonly code: number | null; readonly run: RunDocument; readonly talk: string };

async function run(name: string, ...more: readonly string[]): Promise<Run> {
  const file = `pipelines/${name}.yaml`;
  const { code, stdout, stderr } = await scene.cli(
    'run',
    file,
    '--simulate',
    '--speed',
    '100',
    '-y',
    '--json',
    ...more,
  );
  const lines = stdout.trim().split('\n');
  expect(lines, stderr).toHaveLength(1);
  return { code, run: JSON.parse(lines[0] ?? ''), talk: stderr };
}

/** The same again must cost nothing and say so. */
async function again(name: string, nodes: number): Promise<void> {
  const posts = (await vendor.stats()).posts;
  const second = await run(name);
  expect(second.code).toBe(0);
  expect(second.run).toMatchObject({
    state: 'done',
    nodes: { current: nodes, done: 0 },
    cost: { planned: 0, spent: 0 },
  });
  expect(second.talk).toContain('nothing to make, $0');
  expect((await vendor.stats()).posts).toBe(posts);
}

/** `node → seconds` of the files, each balanced against the ledger. */
function lengths({ records }: Books): Record<string, number> {
  return Object.fromEntries(records.map(({ node, seconds }) => [node, Math.round(seconds * 100) / 100]));
}

function lockOf(name: string): { project: string; makes: Record<string, unknown>; open: object } {
  return parse(scene.read(`.dailies/simulated/${name}.lock.yaml`));
}

test('fast-draft makes one draft; other inputs make another', async () => {
  const first = await run('fast-draft');
  expect(first.code).toBe(0);
  expect(first.run).toMatchObject({ run: 'fast-draft#1', state: 'done', nodes: { done: 1 }, cost: { spent: 0.204 } });
  expect(first.run.renders).toHaveLength(1);
  await again('fast-draft', 1);
  const porto = await run('fast-draft', '-i', 'city=Porto');
  expect(porto.talk).toContain('stale');
  expect(porto.run).toMatchObject({ run: 'fast-draft#2', nodes: { done: 1 }, cost: { spent: 0.204 } });
  // Back to the first request: its take is still there.
  const lisbon = await run('fast-draft');
  expect(lisbon.run).toMatchObject({ state: 'done', cost: { planned: 0, spent: 0 } });
  expect(lisbon.run.renders[0]?.sha256).toBe(first.run.renders[0]?.sha256);
  const [made] = first.run.renders;
  const { records } = await balance(scene, vendor, ['fast-draft']);
  expect(records).toHaveLength(2);
  expect(made?.cost).toBe(0.204);
}, 120_000);

test('std-final promotes a draft: nothing but model and resolution changes', async () => {
  const { code, run: document } = await run('std-final');
  expect(code).toBe(0);
  expect(document).toMatchObject({ nodes: { done: 2 }, cost: { planned: 1.0965, spent: 1.0965, refunded: 0 } });
  const { tasks } = await vendor.ledger();
  const [draft, final] = tasks.filter(({ prompt }) => prompt.startsWith('A violin maker'));
  expect(final?.body).toEqual({ ...Object(draft?.body), model: 'skyreels-v4-std', resolution: '1080p' });
  await again('std-final', 2);
}, 120_000);

test('extend-chain extends the film so far, and each file is as long as it should be', async () => {
  const { code, run: document } = await run('extend-chain');
  expect(code).toBe(0);
  expect(document.nodes.done).toBe(3);
  const books = await balance(scene, vendor, ['fast-draft', 'std-final', 'extend-chain']);
  expect(lengths(books)).toMatchObject({ 'walk-in': 3, 'story--stops': 8, 'story--turns': 13 });
  await again('extend-chain', 3);
}, 120_000);

test('ab-compare asks a person; what is picked stands in the picks file and is not asked again', async () => {
  const asked = await run('ab-compare');
  expect(asked.code).toBe(75);
  expect(asked.run).toMatchObject({ state: 'asking', nodes: { done: 4, asking: 2 }, cost: { spent: 0.816 } });
  expect(asked.talk).toContain('dailies pick ab-compare#1 choose@harbour NODE --simulate');
  const wrong = await scene.cli('pick', 'ab-compare', 'choose@harbour', 'draft@lighthouse--warm', '--simulate');
  expect([wrong.code, wrong.stderr]).toEqual([64, expect.stringContaining('draft@harbour--warm')]);
  await scene.cli('pick', 'ab-compare', 'choose@harbour', 'draft@harbour--warm', '--simulate');
  await scene.cli('pick', 'ab-compare', 'choose', 'draft@lighthouse--cool', '--simulate');
  const resumed = await scene.cli('resume', 'ab-compare', '--simulate', '--json');
  expect([resumed.code, JSON.parse(resumed.stdout).state], resumed.stderr).toEqual([0, 'done']);
  const { picks } = parse(scene.read('.dailies/simulated/ab-compare.picks.yaml'));
  expect(picks.choose.harbour.chosen).toMatchObject([{ node: 'draft@harbour--warm' }]);
  expect(picks.choose.harbour.candidates).toHaveLength(2);
  await again('ab-compare', 6);
}, 120_000);

test('overnight-batch makes drafts, the picked finals, a longer take and a reel', async () => {
  const { code, run: document } = await run('overnight-batch');
  expect(code).toBe(0);
  expect(document).toMatchObject({ state: 'done', nodes: { current: 12, done: 39 } });
  expect(document.renders).toHaveLength(39);
  const books = await balance(scene, vendor, FILES);
  const made = lengths(books);
  const shots = Object.entries(made).filter(([node]) => node.startsWith('final@'));
  expect(shots).toHaveLength(12);
  expect(made.reel).toBeCloseTo(shots.reduce((sum, [, seconds]) => sum + seconds, 0));
  expect([made['final@pier'], made['walk--stops'], made['walk--leaves']]).toEqual([5, 10, 15]);
  expect(Object.keys(lockOf('overnight-batch').makes)).toHaveLength(39);
  expect(lockOf('overnight-batch').open).toEqual({});
  expect(scene.has('.dailies/simulated/overnight-batch.picks.yaml')).toBe(false);
  const { peakInCap, refusals } = await vendor.stats();
  expect([peakInCap, refusals]).toEqual([5, 0]);
  await again('overnight-batch', 51);
  summary('five pipelines', await balance(scene, vendor, FILES));
}, 120_000);

test('the lock files know the same project, and bills add up over all of them', async () => {
  expect(new Set(FILES.map((name) => lockOf(name).project)).size).toBe(1);
  const { stdout } = await scene.cli('cost', '--simulate', '--json');
  const { tasks } = await vendor.ledger();
  const billed = tasks.reduce((sum, { costQuota }) => sum + (costQuota ?? 0), 0) / 500_000;
  expect(JSON.parse(stdout).total.spent).toBeCloseTo(billed, 6);
}, 120_000);
