import { afterEach, expect, test } from 'vitest';
import { makeScene, type Scene } from '../e2e/scene.ts';

let scene: Scene;
afterEach(() => scene.close());

test('the doctor ends with the code of what is bad: a missing key is configuration', async () => {
  scene = makeScene();
  const { code, stdout } = await scene.cli('doctor', '--json');
  const bad = JSON.parse(stdout).checks.filter(({ ok }: { ok: boolean }) => !ok);
  expect([code, bad.map(({ check }: { check: string }) => check)]).toEqual([78, ['account']]);
});
