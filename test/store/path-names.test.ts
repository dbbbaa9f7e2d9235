import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { hashOfFile } from '../../store/file-hash.ts';
import { openStore, type ProjectStore, StoreError } from '../../store/index.ts';
import { loadText } from '../language/load-file.ts';
import { aClaim, aRecord, aRef, emptyFolder } from './a-store.ts';

/** Names that climb out, hide, fold together, or mean something to some file system. */
const SPELLINGS: readonly string[] = [
  '..', '.', '../x', '../../etc/passwd', 'a/../../b', '/etc/passwd', '//x', '\\..\\x', '..\\..\\x', 'C:\\x', 'C:x',
  '\\\\host\\share', '%2e%2e/x', '..%2fx', '%00', 'a\0b', 'a\nb', '\u001b[2J', '.hidden', '.git', '.dailies', '~',
  '~root', '-rf', '--help', 'con', 'NUL', 'aux.txt', 'a.', 'a ', ' a', '...', '. .', 'a:b', 'a*b', 'a?b', '"a"', '<a>',
  'a|b', '$(id)', '`id`', '; ls', '${HOME}', 'Hero', 'hero', 'HERO', 'é', 'e\u0301', 'ﬁ', 'ſ', 'İ', 'ı', 'ß', 'SS',
  '海', '🎬', '\u202egnp', 'a\u200bb', '\ud800', 'x'.repeat(300), '../'.repeat(60), 'node_modules', '__proto__', '',
]; // biome-ignore format: a table

/** A project in a folder of its own, so that what lies beside it shows who climbed out. */
async function aProject() {
  const above = await emptyFolder();
  const root = path.join(above, 'deep', 'project');
  mkdirSync(root, { recursive: true });
  const store = await openStore({ root, realm: 'qingbo' });
  const part = await store.media.part('film');
  writeFileSync(part, 'film');
  await store.media.add(part, (await hashOfFile(part)) ?? '');
  return { above, root, store };
}
const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));

/** Everything that a name of others can become a part of. A name that cannot be is refused, never bent. */
async function writeAll(store: ProjectStore, name: string): Promise<'written' | 'refused'> {
  const lines = { pipeline: name, node: name };
  try {
    await store.claims.open(aRef(lines), aClaim({ key: name, account: name }));
    await store.claims.claimTask(name, name, aRef(lines));
    await store.records.put(aRecord({ ...lines, step: name, task: name }));
    await store.renders.show(aRecord({ ...lines, file: name }));
    await store.renders.show(aRecord({ pipeline: 'batch', node: `a/${name}` }));
    await store.media.part(name);
    return 'written';
  } catch (error) {
    if (error instanceof StoreError && error.code === 'BAD_NAME') return 'refused';
    throw error;
  }
}

test('no name leads out of the project, and no two become one file where case or form is folded', async () => {
  const { above, root, store } = await aProject();
  expect(SPELLINGS.length).toBeGreaterThanOrEqual(60);
  const ends = new Map<string, string>();
  for (const name of SPELLINGS) ends.set(name, await writeAll(store, name));
  const outside = filesBelow(above).filter((file) => !file.startsWith(path.join('deep', 'project') + path.sep));
  expect(outside).toEqual([]);
  const inStore = filesBelow(path.join(root, '.dailies'));
  const folded = inStore.map((file) => file.normalize('NFKC').toLowerCase());
  expect(new Set(folded).size).toBe(inStore.length);
  expect(filesBelow(root).filter((file) => !/^(\.dailies|renders)\//.test(file))).toEqual([]);
  // Some are honest names: so a claim of each is there to be read, and no other.
  expect([ends.get('Hero'), ends.get('..'), ends.get('../x')]).toEqual(['written', 'refused', 'refused']);
  expect((await store.claims.ofNode('Hero', 'Hero')).map(({ node }) => node)).toEqual(['Hero']);
  expect(filesBelow(root).filter((file) => file.startsWith('renders')).length).toBeGreaterThan(20);
});

test('names of instances are safe and differ where case is folded, or the file is refused', async () => {
  const load = (keys: readonly string[]) => {
    const shots = keys.map((key) => `{ key: ${JSON.stringify(key)} }`).join(', ');
    const matrix = `strategy: { matrix: { shot: { values: [${shots}], key: key } } }`;
    const fields = `model: skyreels-v4-fast, prompt: x, duration: 3`;
    return loadText(`version: 1\nsteps:\n  a: { uses: generate, ${matrix}, with: { ${fields} } }\n`);
  };
  const clashes = await load(['Hero', 'hero']);
  expect([clashes.problems.map(({ code }) => code), clashes.plan]).toEqual([['NAME_CLASH'], undefined]);
  // Equal but for their form, composed or not, they are one name for people, too.
  expect((await load(['é', 'e\u0301'])).plan).toBeUndefined();
  const alone = SPELLINGS.filter((key) => key !== '' && !['hero', 'HERO', 'e\u0301', '\ud800'].includes(key));
  const { plan, problems } = await load(alone);
  const ids = plan?.nodes.map(({ id }) => id) ?? [];
  expect([problems.filter(({ severity }) => severity === 'error'), ids.length]).toEqual([[], alone.length]);
  expect(ids.filter((id) => !/^a@[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(id) || id.length > 140)).toEqual([]);
  expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(ids.length);
});

test('a symbolic link in the place of a file is never written through', async () => {
  const { above, root, store } = await aProject();
  const target = (name: string) => path.join(above, name);
  writeFileSync(target('mine'), 'untouched');
  mkdirSync(path.join(root, 'renders', 'batch'), { recursive: true });
  mkdirSync(path.join(root, 'pipelines'));
  symlinkSync(target('mine'), path.join(root, 'renders', 'batch', 'one.mp4'));
  symlinkSync(target('absent'), path.join(root, 'renders', 'batch', 'two.mp4'));
  symlinkSync(target('lock'), path.join(root, 'pipelines', 'batch.lock.yaml'));
  const record = (node: string) =>
    aRecord({ node, file: `renders/batch/${node}.mp4`, madeAt: new Date().toISOString() });
  const sha256 = (await hashOfFile(path.join(root, 'renders/batch/one.mp4'))) ?? '';
  expect(sha256).not.toBe('');
  expect(await store.renders.show(record('one'))).toBe('edited');
  expect(await store.renders.show(record('two'))).toBe('shown');
  await store.records.put(record('two'));
  await store.lock.project({ pipeline: 'batch', file: 'pipelines/batch.yaml' }, { whole: true });
  expect(readFileSync(target('mine'), 'utf8')).toBe('untouched');
  expect([existsSync(target('absent')), existsSync(target('lock'))]).toEqual([false, false]);
  expect(readFileSync(path.join(root, 'pipelines/batch.lock.yaml'), 'utf8')).toContain('"two"');
  expect(readFileSync(path.join(root, 'renders/batch/two.mp4'), 'utf8')).toBe('film');
});
