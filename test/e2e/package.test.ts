import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { makeScene } from './scene.ts';

const scene = makeScene({ engine: 'own' });
const folder = path.dirname(scene.root);
const app = path.join(folder, 'app');
afterAll(() => scene.close());

/** Beyond dependencies, unpacked. */
const MOST_BYTES = 5_000_000;

test('the package holds no tests, benches or clips, installs in an empty folder and runs what init writes', async () => {
  // What CI has just built is packed: building it once more would change it under the tests beside this one.
  const packed = await typed(process.cwd(), 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder);
  const [{ filename, unpackedSize, files }] = JSON.parse(packed.stdout);
  expect(unpackedSize).toBeLessThan(MOST_BYTES);
  const names: readonly string[] = files.map((file: { readonly path: string }) => file.path);
  expect(names).toContain('dist/workflows.bundle.js');
  expect(names.filter((name) => /(^|\/)(test|bench|sim|docs|scripts)\/|\.(mp4|tsx?|tsbuildinfo)$/.test(name))).toEqual(
    [],
  );

  mkdirSync(app);
  const quick = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await typed(app, 'npm', 'install', ...quick, path.join(folder, filename));
  await typed(app, 'npx', 'dailies', 'init');
  const run = await typed(
    app,
    'npx',
    'dailies',
    ...'run pipelines/teaser.yaml --simulate --speed 60 --json'.split(' '),
  );
  const { state, nodes, renders } = JSON.parse(run.stdout);
  expect([state, nodes, renders.length], run.stderr).toMatchObject(['done', { done: 9 }, 9]);
  await typed(app, 'npx', 'dailies', 'down');
}, 240_000);

/** What a person types, to its end; rejects where it ends with another code than 0. */
async function typed(cwd: string, ...[program = '', ...words]: readonly string[]) {
  return promisify(execFile)(program, words, { cwd, env: scene.env, timeout: 120_000, maxBuffer: 4_000_000 });
}
