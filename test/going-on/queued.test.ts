import { afterAll, beforeAll, expect, test } from 'vitest';
import { balance } from '../e2e/books.ts';
import { makeScene, type Scene } from '../e2e/scene.ts';
import type { Vendor } from '../e2e/vendor.ts';

const LIMIT = 2;
let scene: Scene;
let vendor: Vendor;

beforeAll(async () => {
  scene = makeScene();
  vendor = await scene.vendor({ speed: 100, 'task-ms': 300_000, cap: LIMIT });
  await fetch(`${vendor.url}/_sim/settings`, { method: 'POST', body: JSON.stringify({ counts: 'queued' }) });
});
afterAll(() => scene.close());

/** The most tasks that were at the vendor at one time. */
async function peak(): Promise<number> {
  const { tasks } = await vendor.ledger();
  const at = (ms: number) => tasks.filter((task) => task.acceptedAt <= ms && ms < (task.finishedAt ?? 0)).length;
  return Math.max(...tasks.map((task) => at(task.acceptedAt)));
}

// The vendor's page says "at most 5 queued tasks per account": this is the other way to read it.
test('a vendor that counts only what is queued gets more at once, and never one too many', async () => {
  scene.write(
    'dailies.yaml',
    scene.read('dailies.yaml').replace('default: {', `default: { limit: ${LIMIT}, counts: queued,`),
  );
  const list = 'one, two, three, four, five, six, seven, eight';
  const step = `shot:\n    uses: generate\n    strategy: { matrix: { shot: [${list}] } }\n`;
  const shot = `{ model: skyreels-v4-fast, resolution: 480p, duration: 3, prompt: "shot \${{ matrix.shot }}" }`;
  scene.write('queued.yaml', `version: 1\nsteps:\n  ${step}    with: ${shot}\n`);
  const run = await scene.cli('run', 'queued.yaml', '-y', '--json');
  expect([run.code, JSON.parse(run.stdout).state], run.stderr).toEqual([0, 'done']);
  const realm = `qingbo+127.0.0.1_${new URL(vendor.url).port}`;
  expect(await balance(scene, vendor, ['queued'], realm)).toMatchObject({ accepted: 8, done: 8, unsure: 0 });
  expect(await vendor.stats()).toMatchObject({ refusals: 0, posts: 8, peakInCap: LIMIT });
  expect(await peak()).toBeGreaterThan(LIMIT + 1);
}, 120_000);
