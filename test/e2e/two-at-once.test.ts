import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunDocument } from '../../cli/views/run-json.ts';
import { balance, since, summary } from './books.ts';
import { NIGHT_FILES, NIGHT_TASKS, writeNight } from './night.ts';
import { makeScene, type Scene } from './scene.ts';
import type { Vendor } from './vendor.ts';

const SIMULATED = ['--simulate', '--speed', '100', '-y', '--json'];
let scene: Scene;
let vendor: Vendor;

beforeAll(async () => {
  scene = makeScene({ engine: 'own' });
  vendor = await scene.simulator();
});
afterAll(() => scene.close());

test('two runs of one file at once are one run, from a home where no engine ran', async () => {
  const file = writeNight(scene, 'twice');
  const both = await Promise.all([scene.cli('run', file, ...SIMULATED), scene.cli('run', file, ...SIMULATED)]);
  for (const { code, stderr } of both) expect(code, stderr).toBe(0);
  const [one, other]: RunDocument[] = both.map(({ stdout }) => JSON.parse(stdout));
  expect(other).toEqual(one);
  expect(both.filter(({ stderr }) => stderr.includes('is open with the same plan: following it'))).toHaveLength(1);
  const books = await balance(scene, vendor, ['twice']);
  summary('two run -y at once', books);
  expect(books).toMatchObject({ accepted: NIGHT_TASKS, done: NIGHT_FILES, unsure: 0 });
}, 120_000);

test('run while a detached run is open follows it; with another plan it is refused', async () => {
  const before = await balance(scene, vendor, ['twice']);
  const file = writeNight(scene, 'detached');
  await vendor.fault({ match: { op: 'submit', nth: 1 }, action: { do: 'hold' } });
  const held = await vendor.upcoming('held');
  const first = await scene.cli('run', file, '--simulate', '--speed', '100', '-y', '--detach');
  expect([first.code, first.stderr]).toEqual([75, expect.stringContaining('it runs without this terminal')]);
  await held();

  const changed = scene.read(file).replace('boat', 'ship');
  scene.write('pipelines/detached.yaml', changed);
  const refused = await scene.cli('run', file, ...SIMULATED);
  expect([refused.code, refused.stderr]).toEqual([
    75,
    expect.stringContaining('detached#1 is open, with another plan'),
  ]);

  scene.write('pipelines/detached.yaml', changed.replace('ship', 'boat'));
  const selecting = await scene.cli('run', file, ...SIMULATED, '--keep-stale');
  expect([selecting.code, selecting.stderr]).toEqual([75, expect.stringContaining('--remake cannot change it')]);

  const following = scene.start('run', file, ...SIMULATED);
  await following.says(/detached#1 is open with the same plan: following it/);
  await vendor.release();
  const { code, stdout } = await following.ended;
  expect([code, JSON.parse(stdout).run]).toEqual([0, 'detached#1']);
  const now = await balance(scene, vendor, ['twice', 'detached']);
  summary('run beside a detached run', now, before);
  expect(since(now, before)).toMatchObject({ accepted: NIGHT_TASKS, done: NIGHT_FILES, unsure: 0 });
}, 120_000);

test('two pipelines at once share the cap', async () => {
  await vendor.clearFaults();
  const files = ['left', 'right'].map((stem) => writeNight(scene, stem));
  const both = await Promise.all(files.map((file) => scene.cli('run', file, ...SIMULATED)));
  for (const { code, stderr } of both) expect(code, stderr).toBe(0);
  const { peakInCap, refusals } = await vendor.stats();
  expect([peakInCap, refusals]).toEqual([5, 0]);
  summary('two pipelines at once', await balance(scene, vendor, ['twice', 'detached', 'left', 'right']));
}, 120_000);
