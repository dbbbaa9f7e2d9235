import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScene, type Scene } from '../e2e/scene.ts';

let scene: Scene;
beforeEach(() => {
  scene = makeScene();
});
afterEach(() => scene.close());

const begun = (folder = '') =>
  readdirSync(path.join(scene.root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(path.join(scene.root, folder), path.join(entry.parentPath, entry.name)))
    .sort();

test('a project is begun that has no problem and can be planned without a key', async () => {
  const { code, stderr } = await scene.cli('init', 'studio');
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining('cd studio && dailies run pipelines/teaser.yaml --simulate'),
  ]);
  const files = ['dailies.yaml', 'pipelines/pipeline.v1.schema.json', 'pipelines/shots.csv', 'pipelines/teaser.yaml'];
  expect(begun('studio')).toEqual(['.gitignore', ...files]);
  const schema = readFileSync(path.join(scene.root, 'studio/pipelines/pipeline.v1.schema.json'), 'utf8');
  expect(schema).toBe(readFileSync('pipelines/pipeline.v1.schema.json', 'utf8'));
  const plan = await scene.cli('plan', 'studio/pipelines/teaser.yaml', '--strict', '--json');
  expect([plan.code, JSON.parse(plan.stdout)], plan.stderr).toMatchObject([0, { pipeline: 'teaser', warnings: [] }]);
});

test('the lines that wait to be taken in are right, too', async () => {
  await scene.cli('init');
  const file = path.join(scene.root, 'pipelines/teaser.yaml');
  const text = readFileSync(file, 'utf8');
  const withPick = text.replaceAll(/^ {2}# (?=choose:| )/gm, '  ').replace('over: draft', 'over: choose');
  expect(withPick).toContain('\n  choose:\n    uses: pick\n');
  writeFileSync(file, withPick);
  expect(await scene.cli('validate', 'pipelines/teaser.yaml', '--strict')).toMatchObject({ code: 0 });
});

test('nothing that is there is overwritten; .gitignore gets the lines that it lacks, once', async () => {
  scene.write('pipelines/teaser.yaml', 'mine');
  scene.write('.gitignore', '/renders\nrenders');
  const first = await scene.cli('init');
  expect([first.code, first.stdout]).toEqual([0, expect.stringContaining('kept      pipelines/teaser.yaml\n')]);
  expect(first.stdout).toContain('added to  .gitignore\n');
  expect(scene.read('pipelines/teaser.yaml')).toBe('mine');
  expect(scene.read('.gitignore')).toBe('/renders\nrenders\n.dailies/\n');
  expect((await scene.cli('init')).stdout).not.toMatch(/written|added/);
});

test('where it cannot write it says so and ends with 73', async () => {
  scene.write('taken', '');
  for (const place of ['taken', 'taken/below']) {
    const { code, stderr } = await scene.cli('init', place);
    expect([code, stderr]).toEqual([73, expect.stringContaining('dailies init DIR')]);
  }
});
