// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language writes expressions so.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { jsonSchema, PROBLEM_CODES, suggest } from '../../language/index.ts';
import { RULE_CODES } from '../../plan/rules/rule.ts';
import { loadText } from './load-file.ts';

type Schema = { readonly [key: string]: unknown };
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/** Paths of all properties that are not described, here or by the schema that they hold. */
function undescribed(schema: unknown, path: string): readonly string[] {
  if (!isSchema(schema)) return [];
  if (Array.isArray(schema)) return schema.flatMap((item, index) => undescribed(item, `${path}[${index}]`));
  const properties = isSchema(schema.properties) ? Object.entries(schema.properties) : [];
  const own = properties
    .filter(([, property]) => isSchema(property) && typeof property.description !== 'string')
    .map(([key]) => `${path}.${key}`);
  return [...own, ...Object.entries(schema).flatMap(([key, value]) => undescribed(value, `${path}.${key}`))];
}

describe('the schema', () => {
  test('describes every key', () => {
    expect(undescribed(jsonSchema(), '')).toEqual([]);
  });

  test('lies beside the pipelines, where editors find it', () => {
    const file = 'pipelines/pipeline.v1.schema.json';
    const text = `${JSON.stringify(jsonSchema(), null, 2)}\n`;
    // UPDATE=1 rewrites it.
    if (process.env.UPDATE === '1') writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('refuses what it does not know', () => {
    expect(JSON.stringify(jsonSchema())).toContain('"additionalProperties":false');
  });
});

test('every rule of the page has a problem code, and every code is explained', () => {
  expect(RULE_CODES.filter((code) => !(code in PROBLEM_CODES))).toEqual([]);
  expect(Object.values(PROBLEM_CODES).every((words) => words.length > 10)).toBe(true);
});

test('the nearest word is suggested: typos, swaps, other case, beginnings', () => {
  const known = ['duration', 'resolution', 'retry', 'with'];
  expect(suggest('durration', known)).toBe('did you mean "duration"?');
  expect(suggest('wiht', known)).toBe('did you mean "with"?');
  expect(suggest('Retry', known)).toBe('did you mean "retry"?');
  expect(suggest('retries', known)).toBe('did you mean "retry"?');
  expect(suggest('colour', known)).toBe('known: duration resolution retry with');
});

describe('data files', () => {
  const pipeline = (file: string) => `version: 1
steps:
  a:
    uses: generate
    strategy: { matrix: { shot: { from: ${file}, key: id } } }
    with: { model: skyreels-v4-fast, prompt: "\${{ matrix.shot.prompt }}", duration: "\${{ matrix.shot.seconds }}" }
`;
  const fields = async (file: string, content: string) => {
    const { plan, problems } = await loadText(pipeline(file), {}, { [file]: content });
    expect(problems).toEqual([]);
    return plan?.nodes.map(({ id, fields: own }) => [id, own?.prompt, own?.duration]);
  };

  test('CSV, JSONL and YAML mean the same', async () => {
    const expected = [
      ['a@sea', 'waves, wide', 5],
      ['a@sky', 'says "hi"', 3],
    ];
    expect(
      await fields('shots.csv', '\u{FEFF}id,prompt,seconds\r\nsea,"waves, wide",5\r\n\r\nsky,"says ""hi""",3\r\n'),
    ).toEqual(expected);
    const jsonl =
      '{"id":"sea","prompt":"waves, wide","seconds":5}\n\n{"id":"sky","prompt":"says \\"hi\\"","seconds":3}\n';
    expect(await fields('shots.jsonl', jsonl)).toEqual(expected);
    expect(
      await fields(
        'shots.yaml',
        "- { id: sea, prompt: 'waves, wide', seconds: 5 }\n- { id: sky, prompt: 'says \"hi\"', seconds: 3 }\n",
      ),
    ).toEqual(expected);
  });

  test('text from a data file is never evaluated', async () => {
    expect(await fields('shots.csv', 'id,prompt,seconds\nsea,${{ inputs.secret }},5\n')).toEqual([
      ['a@sea', '${{ inputs.secret }}', 5],
    ]);
  });

  test('keys that are one but for their case, and absolute paths, are refused', async () => {
    const twins = await loadText(pipeline('x.jsonl'), {}, { 'x.jsonl': '{"id":"a","Id":"b"}' });
    expect(twins.problems.map(({ code }) => code)).toEqual(['RESERVED_KEY']);
    const absolute = await loadText(pipeline('/etc/shots.csv'));
    expect(absolute.problems.map(({ code }) => code)).toEqual(['DATA_FILE']);
  });
});
