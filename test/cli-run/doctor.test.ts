import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeScene, type Scene } from '../e2e/scene.ts';

let scene: Scene;
afterEach(() => scene.close());

test('the doctor ends with the code of what is bad: a missing key is configuration', async () => {
  scene = makeScene({ engine: 'own' });
  const { code, stdout } = await scene.cli('doctor', '--json');
  const bad = JSON.parse(stdout).checks.filter(({ ok }: { ok: boolean }) => !ok);
  expect([code, bad.map(({ check }: { check: string }) => check)]).toEqual([78, ['account']]);
  const accounts = 'accounts: { default: { provider: simulator }, night: { key: { env: NIGHT_KEY } } }';
  writeFileSync(path.join(scene.root, 'dailies.yaml'), `version: 1\n${accounts}\n`);
  const other = await scene.cli('doctor', '--json');
  const said = JSON.parse(other.stdout).checks.filter(({ ok }: { ok: boolean }) => !ok);
  expect([other.code, said]).toMatchObject([78, [{ check: 'account night' }]]);
  expect(said[0].detail).toContain('NIGHT_KEY');
});
