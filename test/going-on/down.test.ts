import { afterAll, beforeAll, expect, test } from 'vitest';
import { balance, since, summary } from '../e2e/books.ts';
import { NIGHT_FILES, NIGHT_TASKS, writeNight } from '../e2e/night.ts';
import { makeScene, type Scene } from '../e2e/scene.ts';
import { writeShots } from '../e2e/simulated.ts';
import type { Vendor } from '../e2e/vendor.ts';

// A vendor without keys: a submit that is cut would leave its node unsure.
const API = 'qingbo-seed-2026-04';
const SIMULATED = ['--simulate', '--api', API, '--speed', '100'];
/** Waits end at once; what is left is the end of three processes, on a machine that does other things as well. */
const PATIENCE_MS = 6_000;
let scene: Scene;
let vendor: Vendor;
const nights: string[] = [];
const night = (stem: string) => {
  nights.push(stem);
  return writeNight(scene, stem);
};
/** `dailies down` stops the project's simulator, too; this one must remember. */
const keepVendor = () => {
  const known = scene.read('.dailies/simulated/simulator.json');
  scene.write('.dailies/simulated/simulator.json', '{}');
  return () => scene.write('.dailies/simulated/simulator.json', known);
};

beforeAll(async () => {
  scene = makeScene({ engine: 'own' });
  vendor = await scene.simulator({ api: API, idempotency: 'ignore' });
});
afterAll(() => scene.close());

test('down in mid-run takes moments while no POST is on its way, and nothing is lost', async () => {
  const before = await balance(scene, vendor, nights);
  const full = await vendor.upcoming('accepted', 5);
  expect((await scene.cli('run', night('down'), ...SIMULATED, '-y', '--detach')).code).toBe(75);
  await full();
  const back = keepVendor();
  const startedMs = performance.now();
  const down = await scene.cli('down');
  const tookMs = Math.round(performance.now() - startedMs);
  back();
  console.log(`down in mid-run: ${tookMs} ms`);
  expect([down.code, down.stdout]).toEqual([0, expect.stringMatching(/supervisor .*worker .*server/)]);
  expect(tookMs).toBeLessThan(PATIENCE_MS);

  const resumed = await scene.cli('resume', 'down', '--simulate', '--json');
  expect([resumed.code, JSON.parse(resumed.stdout).state], resumed.stderr).toEqual([0, 'done']);
  const now = await balance(scene, vendor, nights);
  summary('down and resume', now, before);
  expect(since(now, before)).toMatchObject({ accepted: NIGHT_TASKS, posts: NIGHT_TASKS, done: NIGHT_FILES, unsure: 0 });
}, 90_000);

test('after a night with everything off what has finished is fetched before anything else is paid', async () => {
  const before = await balance(scene, vendor, nights);
  const file = writeShots(scene, 'asleep', ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  nights.push('asleep');
  const full = await vendor.upcoming('accepted', 5);
  const ended = await vendor.upcoming('completed', 5);
  // So long that none has ended before all is off.
  await vendor.fault({ match: { op: 'submit' }, count: 5, action: { do: 'fate', renderMs: 4_000 } });
  expect((await scene.cli('run', file, ...SIMULATED, '-y', '--detach')).code).toBe(75);
  await full();
  const back = keepVendor();
  expect((await scene.cli('down')).code).toBe(0);
  back();
  await ended();
  const asleep = JSON.parse((await scene.cli('status', 'asleep', '--simulate', '--json')).stdout);
  expect(asleep.waiting).toHaveLength(5);

  // Nothing is paid while submits are held at the door, and all five files come home nevertheless.
  await vendor.fault({ match: { op: 'submit' }, count: 0, action: { do: 'hold', when: 'before' } });
  const home = await vendor.upcoming('downloaded', 5);
  const resumed = scene.start('resume', 'asleep', '--simulate', '--json');
  await home();
  expect((await vendor.ledger()).tasks).toHaveLength(NIGHT_TASKS + 5);
  await vendor.clearFaults();
  await vendor.release();
  const { code, stdout, stderr } = await resumed.ended;
  expect([code, JSON.parse(stdout).state, JSON.parse(stdout).nodes.unsure], stderr).toEqual([0, 'done', 0]);
  const now = await balance(scene, vendor, nights);
  summary('a night with everything off', now, before);
  expect(since(now, before)).toMatchObject({ accepted: 7, posts: 7, done: 7, unsure: 0 });
}, 90_000);
