import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunDocument } from '../../cli/views/run-json.ts';
import { realmOf } from '../../config/index.ts';
import { engineStatus, isAlive } from '../../engine/index.ts';
import { balance, since, summary } from './books.ts';
import { NIGHT_FILES, NIGHT_TASKS, writeNight } from './night.ts';
import { makeScene, type Scene } from './scene.ts';
import type { Vendor } from './vendor.ts';

const FILE = 'pipelines/shots.yaml';
let scene: Scene;
let simulator: Vendor;
let vendor: Vendor;

beforeAll(async () => {
  scene = makeScene({ engine: 'own' });
  writeNight(scene, 'shots');
  simulator = await scene.simulator();
  vendor = await scene.vendor({ api: 'qingbo-seed-2026-04' });
});
afterAll(() => scene.close());

const simulated = () => scene.cli('run', FILE, '--simulate', '--speed', '100', '-y', '--json');
const real = () => scene.cli('run', FILE, '-y', '--json');
const realm = () => realmOf('qingbo', `${vendor.url}/v1`, []);

test('simulate, real, simulate: each realm pays for itself, once', async () => {
  const first = await simulated();
  expect(first.code, first.stderr).toBe(0);
  const paid = await real();
  expect(paid.code, paid.stderr).toBe(0);
  const document: RunDocument = JSON.parse(paid.stdout);
  expect(document.nodes).toMatchObject({ current: 0, done: NIGHT_FILES });
  expect(document.renders[0]?.file).toMatch(/^renders\/shots\//);
  const again = await simulated();
  expect(JSON.parse(again.stdout)).toMatchObject({ nodes: { current: NIGHT_FILES }, cost: { planned: 0 } });
  const once = await real();
  expect(JSON.parse(once.stdout)).toMatchObject({ nodes: { current: NIGHT_FILES }, cost: { planned: 0 } });

  const play = await balance(scene, simulator, ['shots']);
  const books = await balance(scene, vendor, ['shots'], realm());
  summary('simulate → real → simulate, simulated', play);
  summary('simulate → real → simulate, real', books);
  for (const one of [play, books]) expect(one).toMatchObject({ accepted: NIGHT_TASKS, posts: NIGHT_TASKS, unsure: 0 });
  expect(scene.read('pipelines/shots.lock.yaml')).not.toContain('simulator');
  expect(scene.read('.dailies/simulated/shots.lock.yaml')).not.toContain('127.0.0.1');
  // The simulator never sees the real key, nor the key the disk of the project.
  const accounts = Object.keys((await simulator.ledger()).accounts);
  expect(accounts).not.toContain(scene.env.WAVE_API_KEY);
}, 180_000);

test('on another machine with the same store: what is done comes home first, and only what was never sent is paid', async () => {
  const before = await balance(scene, vendor, ['shots'], realm());
  const file = writeNight(scene, 'lost');
  const fourth = await vendor.upcoming('accepted', 4);
  const run = scene.start('run', file, '-y');
  await fourth();
  run.interrupt();
  expect((await run.ended).code).toBe(75);
  await scene.cli('down');
  rmSync(scene.home, { recursive: true });
  expect(ownedElsewhere(`${scene.root}/.dailies/store/objects/claims`)).toBeGreaterThan(3);
  const { tasks } = await vendor.ledger();

  const status = await scene.cli('status', 'lost');
  expect([status.code, status.stdout]).toEqual([0, expect.stringContaining('lost#1')]);
  const lost = await scene.cli('resume', 'lost');
  expect([lost.code, lost.stderr]).toEqual([75, expect.stringContaining('dailies run pipelines/lost.yaml')]);
  // Nothing is paid while submits are held at the door, and what was accepted comes home nevertheless.
  const { waiting } = JSON.parse((await scene.cli('status', 'lost', '--json')).stdout);
  expect(waiting.length).toBeGreaterThan(0);
  await vendor.fault({ match: { op: 'submit' }, count: 0, action: { do: 'hold', when: 'before' } });
  const home = await vendor.upcoming('downloaded', waiting.length);
  const again = scene.start('run', file, '-y', '--json');
  await home();
  expect((await vendor.ledger()).tasks).toHaveLength(tasks.length);
  await vendor.clearFaults();
  await vendor.release();
  const { code, stdout, stderr } = await again.ended;
  expect([code, JSON.parse(stdout).state], stderr).toEqual([0, 'done']);
  const now = await balance(scene, vendor, ['shots', 'lost'], realm());
  summary('engine deleted, store kept', now, before);
  expect(since(now, before)).toMatchObject({ accepted: NIGHT_TASKS, posts: NIGHT_TASKS, done: NIGHT_FILES, unsure: 0 });
}, 180_000);

test("the engine's folder deleted in mid-run while its processes live: the next run follows what was paid", async () => {
  const before = await balance(scene, vendor, ['shots', 'lost'], realm());
  const file = writeNight(scene, 'swept');
  const { server } = engineStatus(scene);
  const fourth = await vendor.upcoming('accepted', 4);
  const followed = scene.start('run', file, '-y');
  await fourth();
  rmSync(path.join(scene.home, 'engine'), { recursive: true });
  await vi.waitFor(() => expect(isAlive(server?.process)).toBe(false), { timeout: 30_000 });
  await followed.says(/engine does not answer/);
  followed.interrupt();
  const left = await followed.ended;
  expect([left.code, left.stderr]).toEqual([
    69,
    expect.stringMatching(/swept#1 with it are gone.*\ndailies run .*swept/),
  ]);
  const again = await scene.cli('run', file, '-y', '--json');
  expect([again.code, JSON.parse(again.stdout).state], again.stderr).toEqual([0, 'done']);
  expect(again.stderr).toMatch(/following swept#2/);
  const now = await balance(scene, vendor, ['shots', 'lost', 'swept'], realm());
  summary('engine deleted while it lives', now, before);
  expect(since(now, before)).toMatchObject({ accepted: NIGHT_TASKS, posts: NIGHT_TASKS, done: NIGHT_FILES, unsure: 0 });
}, 180_000);

test('files, renders and lock deleted: the store has them, $0', async () => {
  const before = await vendor.stats();
  rmSync(`${scene.root}/renders/shots`, { recursive: true });
  rmSync(`${scene.root}/pipelines/shots.lock.yaml`);
  const { code, stdout, stderr } = await real();
  expect([code, JSON.parse(stdout)], stderr).toMatchObject([0, { state: 'done', cost: { planned: 0, spent: 0 } }]);
  await balance(scene, vendor, ['shots', 'lost', 'swept'], realm());
  expect((await vendor.stats()).posts).toBe(before.posts);
  expect(scene.read('pipelines/shots.lock.yaml')).toContain('final@six');
}, 120_000);

/** Makes every claim below a folder one of another machine, of which nobody can say what lives there; how many there are. */
function ownedElsewhere(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const claims = files.filter((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    const claim = JSON.parse(readFileSync(file, 'utf8'));
    if (claim.owner === undefined) return false;
    writeFileSync(file, JSON.stringify({ ...claim, owner: { ...claim.owner, host: 'elsewhere', boot: 'another' } }));
    return true;
  });
  return claims.length;
}
