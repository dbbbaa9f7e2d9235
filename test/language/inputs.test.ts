// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the language writes expressions so.
import { expect, test } from 'vitest';
import type { LoadOptions } from '../../language/index.ts';
import { loadText } from './load-file.ts';

const pipeline = `version: 1
inputs:
  city: { type: string, default: Lisbon, description: Where it plays }
  count: { type: number, default: 5 }
  night: { type: boolean, required: false }
  look: { type: choice, options: [cool, warm, 5], required: false }
  shots: { type: file, default: ./shots.csv }
steps:
  shot:
    uses: generate
    strategy: { matrix: { shot: { from: "\${{ inputs.shots }}", key: id } } }
    with: { model: skyreels-v4-fast, duration: "\${{ inputs.count }}", prompt: "\${{ matrix.shot.id }} in \${{ inputs.city }}" }
`;

const files = {
  'shots.csv': 'id\nsea\n',
  '../data/more.csv': 'id\nsky\nrain\n',
  'values.yaml': 'city: Porto\ncount: 8\nnight: true\nlook: warm\nshots: data/more.csv\n',
  'values.json': '{"city": "Faro", "look": 5}',
};

async function inputsOf(options: Partial<LoadOptions>) {
  const { plan, problems } = await loadText(pipeline, options, files);
  expect(problems).toEqual([]);
  return { inputs: plan?.inputs, ids: plan?.nodes.map(({ id }) => id) };
}

test('what is typed becomes the type that is declared', async () => {
  const typed = { city: '007', count: '7', night: 'true', look: '5' };
  expect((await inputsOf({ inputs: typed })).inputs).toEqual({
    ...{ city: '007', count: 7, night: true, look: 5, shots: './shots.csv' },
  });
  const { problems } = await loadText(pipeline, { inputs: { count: '07', night: 'yes', look: 'Warm' } }, files);
  expect(problems.map(({ code }) => code)).toEqual(['INPUT_VALUE', 'INPUT_VALUE', 'INPUT_VALUE']);
});

test('of a wrong value nothing more is said', async () => {
  const text = `version: 1
inputs: { pic: { type: file }, site: { type: string }, many: { type: number } }
vars: { twice: "\${{ mul(inputs.many, 2) }}" }
steps:
  still: { uses: fetch, with: { path: "\${{ inputs.pic }}" } }
  far: { uses: fetch, with: { url: "\${{ inputs.site }}" } }
  shot: { uses: generate, with: { model: skyreels-v4-fast, prompt: x, duration: "\${{ vars.twice }}" } }
`;
  const { problems } = await loadText(text, { inputs: { pic: '/etc/hosts', many: 'x' } });
  expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'INPUT_VALUE -i pic=/etc/hosts is not a path inside of the project',
    'INPUT_MISSING the input "site" was not given and has no default',
    'INPUT_VALUE -i many=x is not a number',
  ]);
});

test('a file of inputs, YAML or JSON, has types of its own, and what is typed counts more', async () => {
  const { inputs, ids } = await inputsOf({ inputsFile: 'values.yaml', inputs: { city: 'Braga' } });
  expect(inputs).toEqual({ city: 'Braga', count: 8, night: true, look: 'warm', shots: '../data/more.csv' });
  expect(ids).toEqual(['shot@sky', 'shot@rain']);
  expect((await inputsOf({ inputsFile: 'values.json' })).inputs).toMatchObject({ city: 'Faro', look: 5, night: null });
});

test('a file is named from the project’s root, from wherever it is typed; a plan’s own paths stay what they are', async () => {
  expect((await inputsOf({ inputs: { shots: 'data/more.csv' } })).inputs?.shots).toBe('../data/more.csv');
  expect((await inputsOf({ inputs: { shots: './pipelines/shots.csv' } })).inputs?.shots).toBe('./shots.csv');
  const again = await inputsOf({ inputs: { shots: '../data/more.csv' }, asPlanned: true });
  expect(again.inputs?.shots).toBe('../data/more.csv');
  for (const shots of ['../outside.csv', '/etc/shots.csv', 'data/../../x.csv']) {
    const { problems } = await loadText(pipeline, { inputs: { shots } }, files);
    expect(problems.map(({ code }) => code)).toContain('INPUT_VALUE');
  }
});

test('a file that a used pipeline is given means the same file there', async () => {
  const season = (more: string) =>
    `version: 1\ninputs: { all: { type: file, default: ./shots.csv } }\nsteps: { ep: { uses: parts/ep.yaml, with: { shots: ${more} } } }\n`;
  const inner = pipeline.replace('default: ./shots.csv', 'required: false');
  const ids = async (more: string) => {
    const { plan, problems } = await loadText(season(more), {}, { ...files, 'parts/ep.yaml': inner });
    expect(problems).toEqual([]);
    return [plan?.parts?.[0]?.inputs.shots, plan?.nodes.map(({ id }) => id)];
  };
  expect(await ids('"${{ inputs.all }}"')).toEqual(['../shots.csv', ['ep/shot@sea']]);
  expect(await ids('./shots.csv')).toEqual(['../shots.csv', ['ep/shot@sea']]);
  expect(await ids('data/more.csv')).toEqual(['../../data/more.csv', ['ep/shot@sky', 'ep/shot@rain']]);
});
