import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadPipeline } from '../../cli/session/load-pipeline.ts';
import { fileTyped, projectRoot } from '../../cli/session/project.ts';
import { openStore, sha256Of } from '../../store/index.ts';
import { PIXEL_PNG } from '../media/samples.ts';
import { aRecord } from '../store/a-store.ts';

// Git keeps symbolic links: a project that somebody else made may hold some that lead to this person's own files.
let above: string;
let root: string;
beforeEach(() => {
  above = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'dailies-links-')));
  root = path.join(above, 'project');
  mkdirSync(path.join(root, 'pipelines'), { recursive: true });
  writeFileSync(path.join(root, 'dailies.yaml'), 'version: 1\n');
});
afterEach(() => rmSync(above, { recursive: true, force: true }));

const outside = (name: string, bytes: string | Uint8Array) => {
  writeFileSync(path.join(above, name), bytes);
  return path.join(above, name);
};
const inside = (name: string) => path.join(root, 'pipelines', name);
const load = (steps: string, flags = {}) => {
  writeFileSync(inside('film.yaml'), `version: 1\n${steps}`);
  const facts = { api: 'qingbo-seed-2026-04', mediaHost: true } as const;
  return loadPipeline({ cwd: root, root }, inside('film.yaml'), facts, flags);
};
const SHOT = 'model: skyreels-v4-fast, prompt: x, duration: 3';
const READS: readonly (readonly [string, string, string | Uint8Array, string])[] = [
  [
    'shots.csv',
    `steps:\n  a: { uses: generate, strategy: { matrix: { s: { from: shots.csv, key: id } } }, with: { ${SHOT} } }\n`,
    'id\none\n',
    'FILE_UNREADABLE',
  ],
  [
    'part.yaml',
    'steps:\n  a: { uses: ./part.yaml }\n',
    `version: 1\nsteps:\n  b: { uses: generate, with: { ${SHOT} } }\n`,
    'FILE_UNREADABLE',
  ],
  [
    'a.png',
    `steps:\n  a: { uses: generate, with: { ${SHOT}, first_frame_image: ./a.png } }\n`,
    PIXEL_PNG,
    'MEDIA_PATH',
  ],
  ['b.png', 'steps:\n  a: { uses: fetch, with: { path: ./b.png } }\n', PIXEL_PNG, 'MEDIA_PATH'],
];

describe('what a pipeline names lies in its project', () => {
  test.each(READS)('%s is not read through a link that leads out', async (name, steps, bytes, code) => {
    symlinkSync(outside(name, bytes), inside(name));
    const { plan, problems } = await load(steps);
    expect([plan, problems.map((problem) => problem.code)]).toEqual([undefined, [code]]);
    expect(problems[0]?.message).toContain('a symbolic link leads out of the project');
    // The same file inside, by a link too, is read.
    mkdirSync(path.join(root, 'kept'));
    writeFileSync(path.join(root, 'kept', name), bytes);
    rmSync(inside(name));
    symlinkSync(path.join(root, 'kept', name), inside(name));
    expect((await load(steps)).problems).toEqual([]);
  });

  test('nor through a folder that is such a link', async () => {
    mkdirSync(path.join(above, 'frames'));
    writeFileSync(path.join(above, 'frames', 'a.png'), PIXEL_PNG);
    symlinkSync(path.join(above, 'frames'), inside('frames'));
    const { problems } = await load(`steps:\n  a: { uses: fetch, with: { path: ./frames/a.png } }\n`);
    expect(problems.map(({ code }) => code)).toEqual(['MEDIA_PATH']);
  });

  test('what a person types may lie anywhere', async () => {
    const inputs = outside('tonight.yaml', 'mood: stormy\n');
    const steps = `inputs: { mood: { type: string } }\nsteps:\n  a: { uses: generate, with: { ${SHOT} } }\n`;
    expect((await load(steps, { inputs })).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('a pipeline behind a linked folder belongs to the project where it lies', () => {
    mkdirSync(path.join(above, 'elsewhere', 'pipelines'), { recursive: true });
    writeFileSync(path.join(above, 'elsewhere', 'dailies.yaml'), 'version: 1\n');
    writeFileSync(path.join(above, 'elsewhere', 'pipelines', 'b.yaml'), '');
    symlinkSync(path.join(above, 'elsewhere', 'pipelines'), path.join(root, 'linked'));
    const file = fileTyped(root, 'linked/b.yaml');
    expect(file).toBe(path.join(above, 'elsewhere', 'pipelines', 'b.yaml'));
    expect(projectRoot(file, root)).toBe(path.join(above, 'elsewhere'));
  });
});

describe('nothing is written outside of the project', () => {
  const spill = () => path.join(above, 'spill');
  const OUT = { code: 'UNWRITABLE', exit: 73, message: expect.stringContaining('leads out of the project') };
  beforeEach(() => mkdirSync(spill()));

  test.each(['.dailies', '.dailies/store', '.dailies/store/objects', '.dailies/store/media', 'renders'])(
    'where %s is a link that leads out, the store does not open',
    async (folder) => {
      mkdirSync(path.dirname(path.join(root, folder)), { recursive: true });
      symlinkSync(spill(), path.join(root, folder));
      await expect(openStore({ root, realm: 'qingbo' })).rejects.toMatchObject(OUT);
      expect(readdirSync(spill())).toEqual([]);
    },
  );

  test('a link to a folder that is not there yet is none either', async () => {
    symlinkSync(path.join(spill(), 'new'), path.join(root, '.dailies'));
    await expect(openStore({ root, realm: 'qingbo' })).rejects.toMatchObject({ code: 'UNWRITABLE' });
    expect(readdirSync(spill())).toEqual([]);
  });

  test('a render is not put where the folder of its pipeline leads out', async () => {
    const store = await openStore({ root, realm: 'qingbo' });
    const part = await store.media.part('film');
    writeFileSync(part, 'film');
    await store.media.add(part, sha256Of('film'));
    mkdirSync(path.join(root, 'renders'));
    symlinkSync(spill(), path.join(root, 'renders', 'batch'));
    const record = aRecord({ sha256: sha256Of('film'), bytes: 4 });
    await expect(store.renders.show(record)).rejects.toMatchObject(OUT);
    expect(readdirSync(spill())).toEqual([]);
    rmSync(path.join(root, 'renders', 'batch'));
    expect(await store.renders.show(record)).toBe('shown');
    expect(readFileSync(path.join(root, store.renders.fileOf('batch', record.node)), 'utf8')).toBe('film');
  });

  test('but the folder that dailies.yaml names for the store', async () => {
    const store = await openStore({ root, realm: 'qingbo', storePath: spill() });
    expect([store.folder, existsSync(path.join(spill(), 'objects'))]).toEqual([spill(), true]);
  });
});
