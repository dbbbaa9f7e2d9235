import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonSchema } from '../../language/index.ts';
import { API_PROFILES } from '../../plan/api-profile.ts';
import { usdOf } from '../../plan/quota.ts';
import { loadFile } from './load-file.ts';

const files = readdirSync('pipelines').filter((file) => /^[a-z-]+\.yaml$/.test(file));
/** Used by others, with inputs that these give. */
const parts = readdirSync('pipelines/parts').filter((file) => /^[a-z-]+\.yaml$/.test(file));
/** What a pipeline is about may be a warning. */
const MEANT: { readonly [file: string]: readonly string[] } = { 'budget-night.yaml': ['BUDGET_TOO_SMALL'] };

describe('the pipelines in pipelines/', () => {
  test.each(files)('%s has no problem, by the seed page and by the simulator', async (file) => {
    for (const api of ['qingbo-seed-2026-04', 'simulator'] as const) {
      const { problems, plan } = await loadFile(`pipelines/${file}`, { api });
      expect(problems.map(({ code }) => code)).toEqual(MEANT[file] ?? []);
      expect(plan?.nodes.length).toBeGreaterThan(0);
    }
  });

  test.each([...files, ...parts.map((file) => `parts/${file}`)])('%s fits the JSON Schema', async (file) => {
    const validate = new Ajv2020({ strict: false }).compile(jsonSchema());
    expect(validate(parse(await readFile(`pipelines/${file}`, 'utf8')))).toBe(true);
    expect(validate({ version: 1, steps: { a: { uses: 'generate', with: { durration: 5 } } } })).toBe(false);
  });

  test('later generations of the API have no extend, and say so', async () => {
    for (const api of API_PROFILES.filter((name) => name.startsWith('qingbo-2026'))) {
      const { problems } = await loadFile('pipelines/extend-chain.yaml', { api });
      expect(problems.map(({ code }) => code)).toContain('FIELD_NOT_IN_API');
    }
  });

  test('the overnight batch is 24 drafts, 12 picks, 12 finals, 2 extends and a reel', async () => {
    const { plan } = await loadFile('pipelines/overnight-batch.yaml');
    const nodes = plan?.nodes ?? [];
    const name = (index: number) => nodes[index]?.id;
    const lines = nodes.map(({ id, kind, edges, price, seconds, source, atMost }) => {
      const needs = edges.map((edge) => `${edge.kind} ${name(edge.node)}`).join(', ');
      return `${id} ${kind} $${usdOf(price)}${atMost ? ' at most' : ''} ${seconds}s [${needs}]${source === undefined ? '' : ` from ${source.kind}`}`;
    });
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('overnight-batch.golden.txt');
    const count = (kind: string) => nodes.filter((node) => node.kind === kind).length;
    expect([count('generate'), count('pick'), count('promote'), count('link'), count('concat')]).toEqual([
      24, 12, 12, 2, 1,
    ]);
  });
});
