import { afterAll, beforeAll, expect, test } from 'vitest';
import { balance, since, summary } from '../e2e/books.ts';
import { NIGHT_FILES, NIGHT_TASKS, writeNight } from '../e2e/night.ts';
import { makeScene, type Scene } from '../e2e/scene.ts';
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
  scene = makeScene();
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
