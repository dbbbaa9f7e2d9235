import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScene, type Scene } from './scene.ts';

let scene: Scene;
beforeAll(() => {
  scene = makeScene({ engine: 'own' });
  scene.write('pipelines/shots.csv', 'id,prompt\none,a boat\n');
  scene.write('pipelines/ragged.csv', 'id,prompt\none,a boat\ntwo,a ship, a third\n');
  mkdirSync(path.join(scene.root, 'pipelines', 'folder.yaml'));
});
afterAll(() => scene.close());

const STEP = 'model: skyreels-v4-fast, prompt';
const shots = (file: string, column: string) => `version: 1
steps:
  a:
    uses: generate
    strategy: { matrix: { shot: { from: ${file}, key: id } } }
    with: { ${STEP}: "\${{ matrix.shot.${column} }}" }
`;
const CASES: readonly (readonly [name: string, text: string, place: string, code: string])[] = [
  ['not-yaml', 'version: 1\nsteps: {a: [b\n', 'not-yaml.yaml:3:1', 'YAML_SYNTAX'],
  ['empty', '', 'empty.yaml:1:1', 'FILE_EMPTY'],
  ['two-mebibytes', `version: 1\n${'# filler\n'.repeat(233_017)}`, 'two-mebibytes.yaml:1:1', 'FILE_TOO_LARGE'],
  ['tabs', 'version: 1\nsteps:\n\ta:\n\t\tuses: generate\n', 'tabs.yaml:3:1', 'YAML_TAB'],
  [
    'alias',
    `version: 1\nvars: &v { a: b }\nsteps:\n  a: { uses: generate, with: *v }\n`,
    'alias.yaml:4:30',
    'YAML_ANCHOR',
  ],
  ['twice', `version: 1\nsteps:\n  a: { uses: x }\n  a: { uses: x }\n`, 'twice.yaml:4:3', 'DUPLICATE_KEY'],
  [
    'unknown',
    `version: 1\nsteps:\n  a: { uses: generate, with: { ${STEP}: x, durration: 5 } }\n`,
    'unknown.yaml:3:68',
    'UNKNOWN_KEY',
  ],
  [
    'cycle',
    `version: 1\nsteps:\n  a: { uses: generate, needs: [b], with: { ${STEP}: x } }\n  b: { uses: generate, needs: [a], with: { ${STEP}: y } }\n`,
    'cycle.yaml:3:3',
    'CYCLE',
  ],
  [
    'name',
    `version: 1\nsteps:\n  a: { uses: generate, with: { ${STEP}: "\${{ inputs.city }}" } }\n`,
    'name.yaml:3:77',
    'NAME_UNKNOWN',
  ],
  ['column', shots('shots.csv', 'promt'), 'column.yaml:6:63', 'NAME_UNKNOWN'],
  ['ragged', shots('ragged.csv', 'prompt'), 'ragged.csv:3:1', 'DATA_FILE'],
  ['absent-csv', shots('none.csv', 'prompt'), 'absent-csv.yaml:5:41', 'FILE_MISSING'],
];

test.each(CASES)('%s is refused with its place, and nothing is started', async (name, text, place, code) => {
  const file = `pipelines/${name}.yaml`;
  scene.write(file, text);
  const { code: exit, stdout, stderr } = await scene.cli('run', file, '--simulate', '-y');
  expect([exit, stdout], stderr).toEqual([65, '']);
  expect(stderr).toContain(`pipelines/${place}  ${code}  `);
  expect(stderr).toMatch(/\d problems?; nothing was started\n$/);
  expectUntouched();
});

test('a folder is refused, and so is a file that is not there', async () => {
  const folder = await scene.cli('run', 'pipelines/folder.yaml', '--simulate', '-y');
  expect([folder.code, folder.stderr]).toEqual([
    65,
    expect.stringContaining('folder.yaml cannot be read: it is a directory'),
  ]);
  const absent = await scene.cli('run', 'pipelines/absent.yaml', '--simulate', '-y');
  expect([absent.code, absent.stderr]).toEqual([65, expect.stringContaining('pipelines/absent.yaml is not there')]);
  expectUntouched();
});

test('what was typed wrongly is 64 and says what there is', async () => {
  scene.write('pipelines/fine.yaml', `version: 1\nsteps:\n  a: { uses: generate, with: { ${STEP}: x } }\n`);
  const wrong: readonly (readonly [words: string, sentence: string])[] = [
    ['nonsense', "unknown command 'nonsense'"],
    ['run', "missing required argument 'file'"],
    ['run pipelines/fine.yaml', 'nobody can be asked here, and nothing was started'],
    ['run pipelines/fine.yaml --simulate -y --only b', 'no node or step is called "b"'],
    ['run pipelines/fine.yaml --simulate -y --max-cost lots', '--max-cost lots is no amount'],
    ['run pipelines/fine.yaml -y --speed 3', '--speed is for --simulate only'],
    ['run pipelines/fine.yaml --simulate -y -i city', '-i city is not name=value'],
    ['status night --simulate', 'there is no run "night" here'],
    ['resume --simulate', 'there is no run here'],
    ['resolve night a --simulate', 'one of --task ID, --not-created, --pay-again is needed'],
  ];
  for (const [words, sentence] of wrong) {
    const { code, stdout, stderr } = await scene.cli(...words.split(' '));
    expect([words, code, stdout]).toEqual([words, 64, '']);
    expect(stderr).toContain(sentence);
  }
  expect(existsSync(scene.home)).toBe(false);
});

test('a lock or picks file that git could not merge is 65, and nothing is paid', async () => {
  const conflict = '<<<<<<< ours\nversion: 1\n=======\nversion: 1\n>>>>>>> theirs\n';
  scene.write('.dailies/simulated/fine.lock.yaml', conflict);
  const lock = await scene.cli('run', 'pipelines/fine.yaml', '--simulate', '-y');
  expect([lock.code, lock.stderr]).toEqual([
    65,
    expect.stringContaining('fine.lock.yaml:1: git left conflict markers here'),
  ]);
  rmSync(path.join(scene.root, '.dailies/simulated/fine.lock.yaml'));
  scene.write('pipelines/fine.picks.yaml', conflict);
  const picks = await scene.cli('run', 'pipelines/fine.yaml', '--simulate', '-y');
  expect([picks.code, picks.stderr]).toEqual([65, expect.stringContaining('fine.picks.yaml:1')]);
  expect(existsSync(scene.home)).toBe(false);
});

function expectUntouched(): void {
  expect(existsSync(scene.home)).toBe(false);
  expect(scene.has('.dailies')).toBe(false);
}
