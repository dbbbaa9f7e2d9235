import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { harmful, PAYLOADS } from '../cli-views/payloads.ts';
import { makeScene, type Scene } from '../e2e/scene.ts';

const SHOT = 'model: skyreels-v4-fast, duration: 3, resolution: 480p';
// As YAML and as the name of a file: no lone surrogate is either.
const WORDS = PAYLOADS.filter((payload) => !/\p{Cs}/u.test(payload));
const quoted = (text: string) => JSON.stringify(text).replace(/[\u007f-\uffff]/g, escaped);
const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
let scene: Scene;
beforeAll(() => {
  scene = makeScene();
});
afterAll(() => scene.close());

it('no key, value or prompt of a stranger acts on the terminal of who validates or plans it', async () => {
  const keys = WORDS.map((word, at) => `  ${quoted(`${word}${at}`)}: { uses: ${quoted(word)} }`);
  const values = WORDS.map((word, at) => `  v${at}: { uses: generate, with: { model: ${quoted(word)}, prompt: x } }`);
  const names = WORDS.map(
    (word, at) =>
      `  e${at}: { uses: generate, with: { ${SHOT}, prompt: ${quoted(`\${{ vars[${"'"}${word.replaceAll("'", '')}'] }}`)} } }`,
  );
  scene.write('pipelines/bad.yaml', `version: 1\nsteps:\n${[...keys, ...values, ...names].join('\n')}\n`);
  const shots = WORDS.map((word) => `{ key: ${quoted(word)} }`);
  const matrix = `strategy: { matrix: { shot: { values: [${shots.join(', ')}], key: key } } }`;
  const step = `{ uses: generate, ${matrix}, with: { ${SHOT}, prompt: "a \${{ matrix.shot.key }}" } }`;
  scene.write('pipelines/good.yaml', `version: 1\nname: ${quoted(WORDS.join(' '))}\nsteps:\n  a: ${step}\n`);
  const said = [
    await scene.cli('validate', 'pipelines/bad.yaml'),
    await scene.cli('validate', 'pipelines/bad.yaml', '--json'),
    await scene.cli('plan', 'pipelines/good.yaml'),
    await scene.cli('plan', 'pipelines/good.yaml', '--json'),
  ];
  expect(said.map(({ code }) => code)).toEqual([65, 65, 0, 0]);
  expect(said.flatMap(({ stdout, stderr }) => harmful(stdout + stderr))).toEqual([]);
  const { nodes } = JSON.parse(said[3]?.stdout ?? '') as {
    nodes: readonly { id: string; request: { prompt: string } }[];
  };
  expect(nodes.map(({ request }) => request.prompt)).toEqual(WORDS.map((word) => `a ${word}`));
  expect(nodes.filter(({ id }) => !/^a@[A-Za-z0-9._-]+$/.test(id))).toEqual([]);
  expect(new Set(nodes.map(({ id }) => id.toLowerCase())).size).toBe(nodes.length);
});

it('no name of a file acts on a terminal', async () => {
  const files = WORDS.filter((word) => !/[/\0]/.test(word)).map((word) => `pipelines/${word}.yaml`);
  for (const file of files) writeFileSync(path.join(scene.root, file), 'version: 2\n');
  const { code, stdout, stderr } = await scene.cli('validate', ...files);
  expect([code, stdout.length + stderr.length > 1_000]).toEqual([65, true]);
  expect(harmful(stdout + stderr)).toEqual([]);
  const absent = await scene.cli('status', WORDS.join('').replaceAll('\0', ''));
  expect(harmful(absent.stdout + absent.stderr)).toEqual([]);
});
