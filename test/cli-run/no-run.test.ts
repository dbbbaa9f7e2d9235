import { afterEach, expect, test } from 'vitest';
import { openStore } from '../../store/index.ts';
import { makeScene, type Scene } from '../e2e/scene.ts';

let scene: Scene;
afterEach(() => scene.close());

test('where nothing was run it is said how to; where it was run simulated only, what to add', async () => {
  scene = makeScene();
  const before = await scene.cli('status');
  expect([before.code, before.stderr]).toEqual([64, 'there is no run here\ndailies run FILE starts one\n']);
  const store = await openStore({ root: scene.root, realm: 'simulator' });
  const doc = { file: 'x.yaml', workflowId: 'w', plan: 'p', decisions: 'd', realm: 'simulator', account: 'a' };
  await store.runs.begin('x', { ...doc, startedAt: new Date().toISOString(), plannedCost: 0 });
  for (const typed of [[], ['x']]) {
    const after = await scene.cli('status', ...typed);
    expect([after.code, after.stderr]).toEqual([
      64,
      expect.stringContaining('a simulated one is found with --simulate\n'),
    ]);
  }
});
