import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonSchema } from '../../language/index.ts';
import { EXAMPLES } from '../../language/schema/examples.ts';
import { loadFile } from './load-file.ts';
import { endOf, keysOf, usedPaths } from './used-keys.ts';

const schema = jsonSchema();
const keys = keysOf(schema);
const folders = ['pipelines', 'pipelines/parts', 'test/language/keys'];
const files = folders.flatMap((folder) =>
  readdirSync(folder).flatMap((file) => (/^[a-z-]+\.yaml$/.test(file) ? [`${folder}/${file}`] : [])),
);

const STILL = { ok: true, sha256: '0'.repeat(64), kind: 'png', bytes: 1000 } as const;

test('every key has a description and an example, and its examples fit it', () => {
  expect(keys.length).toBeGreaterThan(200);
  const ajv = new Ajv2020({ strict: false });
  const wrong = keys.filter(({ schema: { description, examples, ...own } }) => {
    const fits = Array.isArray(examples) && examples.length > 0 && examples.every((one) => ajv.validate(own, one));
    return typeof description !== 'string' || !fits;
  });
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test('a default that the schema tells fits its key', () => {
  const ajv = new Ajv2020({ strict: false });
  const told = keys.filter(({ schema: own }) => own.default !== undefined);
  expect(told.length).toBeGreaterThan(10);
  expect(told.filter(({ schema: own }) => !ajv.validate(own, own.default)).map(({ path }) => path)).toEqual([]);
});

test('every example belongs to a key, and every key is used by a pipeline here', () => {
  const ends = new Set(keys.map(({ path }) => endOf(path)));
  expect(Object.keys(EXAMPLES).filter((end) => !ends.has(end))).toEqual([]);
  const used = new Set(files.flatMap((file) => usedPaths(schema, parse(readFileSync(file, 'utf8'))).map(endOf)));
  expect(Object.keys(EXAMPLES).filter((end) => !used.has(end))).toEqual([]);
});

test.each(readdirSync('test/language/keys').filter((file) => file.endsWith('.yaml')))(
  '%s, which uses what the pipelines do not, fits the schema and has no problem',
  async (file) => {
    const path = `test/language/keys/${file}`;
    expect(new Ajv2020({ strict: false }).compile(schema)(parse(readFileSync(path, 'utf8')))).toBe(true);
    const media = { host: true, lookAt: async () => STILL };
    const { problems, plan } = await loadFile(path, { api: 'simulator', media });
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plan).toBeDefined();
  },
);

test('a key that nobody knows fails in an editor, too, wherever it stands', () => {
  const validate = new Ajv2020({ strict: false }).compile(schema);
  const paths = new Set(keys.map(({ path }) => path.replace(/[^.]*$/, '')));
  expect(paths.size).toBeGreaterThan(30);
  const step = { uses: 'generate', with: { model: 'skyreels-v4-fast', prompt: 'x' } };
  const whole = (more: object, own: object = {}) => ({ version: 1, ...more, steps: { a: { ...step, ...own } } });
  expect(validate(whole({}))).toBe(true);
  const unknown = { 'no-such-key': 1 };
  for (const more of [
    unknown,
    { inputs: { x: { type: 'string', ...unknown } } },
    { profiles: { x: unknown } },
    { defaults: unknown },
    { defaults: { with: unknown } },
    { budget: { limit: 1, ...unknown } },
  ]) {
    expect(validate(whole(more)), JSON.stringify(more)).toBe(false);
  }
  for (const own of [
    unknown,
    { with: { ...step.with, ...unknown } },
    { strategy: unknown },
    { strategy: { matrix: { x: { values: [1], ...unknown } } } },
    {
      with: {
        ...step.with,
        ref_images: [{ tag: '@a', type: 'image', image_urls: ['https://e.com/a.png'], ...unknown }],
      },
    },
  ]) {
    expect(validate(whole({}, own)), JSON.stringify(own)).toBe(false);
  }
  for (const uses of ['promote', 'chain', 'pick', 'approve', 'concat', 'fetch', './part.yaml']) {
    expect(validate({ version: 1, steps: { a: { uses, ...unknown } } })).toBe(false);
  }
});
