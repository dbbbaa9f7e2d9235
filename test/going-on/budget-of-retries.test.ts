import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScene, type Scene } from '../e2e/scene.ts';
import { documentOf, simulate, writeShots } from '../e2e/simulated.ts';
import type { Vendor } from '../e2e/vendor.ts';

let scene: Scene;
let vendor: Vendor;
beforeAll(async () => {
  scene = makeScene();
  vendor = await scene.simulator();
});
afterAll(() => scene.close());

// Each shot costs $0.204: four fit into the budget, and one that failed is given back.
test('a budget covers a run with its retries', async () => {
  const file = writeShots(scene, 'spent', ['one', 'two', 'three', 'four'], 'budget: { limit: 0.85 }\n');
  const refused = { do: 'fate', status: 'failed', code: 'upstream_bad_request', message: 'refused' } as const;
  await vendor.fault({ match: { op: 'submit', prompt: 'three of' }, count: 0, action: refused });
  await vendor.fault({ match: { op: 'submit', prompt: 'four of' }, count: 0, action: refused });
  const first = await simulate(scene, file);
  expect([first.code, first.run.nodes], first.stderr).toMatchObject([2, { done: 2, failed: 2 }]);

  await vendor.clearFaults();
  scene.write(file, scene.read(file).replace('limit: 0.85', 'limit: 0.80'));
  const retried = await scene.cli('retry', 'spent', '--simulate', '-y', '--json');
  // 0.80 less the 0.408 that were spent: one more.
  expect(retried.stderr).toContain('$0.392');
  expect([retried.code, documentOf(retried).state], retried.stderr).toEqual([4, 'paused']);
  expect(documentOf(retried).nodes).toMatchObject({ current: 2, done: 1 });
}, 120_000);
