import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const scripts = join(import.meta.dirname, '..', '..', 'scripts');
let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dailies-setup-'));
  makeProject();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A project of no packages, whose build writes an engine that finds its binary at once. */
function makeProject(): void {
  const name = { name: 'small', version: '1.0.0' };
  mkdirSync(join(root, 'scripts'));
  mkdirSync(join(root, 'room'));
  cpSync(join(scripts, 'setup.mjs'), join(root, 'scripts', 'setup.mjs'));
  cpSync(join(scripts, 'setup'), join(root, 'scripts', 'setup'), { recursive: true });
  write('package.json', JSON.stringify({ ...name, type: 'module' }));
  write('package-lock.json', JSON.stringify({ ...name, lockfileVersion: 3, packages: { '': name } }));
  write('tsconfig.json', JSON.stringify({ include: ['room', 'missing'] }));
  write('room/a.ts', '');
  write('binary', '');
  write(
    'scripts/build.mjs',
    `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
     appendFileSync('builds.txt', 'built\\n');
     mkdirSync('dist/engine', { recursive: true });
     writeFileSync('dist/engine/index.js',
       'export const isEngineError = (error) => error.code !== undefined;' +
       'export const findBinary = async ({ env }) => {' +
       '  if (env.NO_ENGINE) throw Object.assign(new Error("none"), { code: "ENGINE_NONE", hint: "Five ways" });' +
       '  return ${JSON.stringify(join(root, 'binary'))}; };');
     writeFileSync('dist/build.json', '{}');`,
  );
}

function write(name: string, text: string): void {
  writeFileSync(join(root, name), text);
}

async function setUp(env: NodeJS.ProcessEnv = {}) {
  const since = performance.now();
  const { DAILIES_TEMPORAL: _named, ...rest } = process.env;
  const child = spawn(process.execPath, [join(root, 'scripts', 'setup.mjs')], { env: { ...rest, ...env } });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += `stdout: ${chunk}`;
  });
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, said, ms: performance.now() - since };
}

const builds = () => readFileSync(join(root, 'builds.txt'), 'utf8').split('\n').length - 1;

test('a fresh clone gets everything, and the second time nothing is done or said', async () => {
  const first = await setUp();
  expect(first.said).toMatch(/Installing packages\..*Building\..*Ready after \d+ s\./s);
  expect(first.said).not.toContain('stdout');
  expect(first.code).toBe(0);
  const second = await setUp();
  expect(second).toMatchObject({ code: 0, said: '' });
  expect(second.ms).toBeLessThan(500);
  expect(builds()).toBe(1);
});

test('two at once do it once', async () => {
  const both = await Promise.all([setUp(), setUp()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.filter(({ said }) => said.includes('Waiting for another set-up'))).toHaveLength(1);
  expect(both.filter(({ said }) => said.includes('Installing packages'))).toHaveLength(1);
  expect(builds()).toBe(1);
});

test('a changed source is built, without installing again', async () => {
  await setUp();
  utimesSync(join(root, 'room', 'a.ts'), 1, 1);
  const { said } = await setUp();
  expect(said).toContain('Building.');
  expect(said).not.toContain('Installing');
  write('room/new.ts', '');
  await setUp();
  expect(builds()).toBe(3);
});

test('a lock file that wants other packages is installed', async () => {
  await setUp();
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  lock.packages['node_modules/nothing'] = { version: '1.0.0', link: true, resolved: 'nothing' };
  write('package-lock.json', JSON.stringify(lock));
  expect((await setUp()).said).toContain('Installing packages.');
});

test('packages that somebody installed by hand are taken as they are', async () => {
  mkdirSync(join(root, 'node_modules'));
  write('node_modules/.package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: {} }));
  expect((await setUp()).said).not.toContain('Installing');
});

test('a build that fails ends with 70 and is tried again the next time', async () => {
  const good = readFileSync(join(root, 'scripts', 'build.mjs'), 'utf8');
  write('scripts/build.mjs', 'console.log("a mistake"); process.exit(1);');
  const failed = await setUp();
  expect(failed.code).toBe(70);
  expect(failed.said).toContain('a mistake\nThe build failed');
  write('scripts/build.mjs', good);
  expect((await setUp()).code).toBe(0);
});

test('no engine to be had is 69 and the five ways', async () => {
  const { code, said } = await setUp({ NO_ENGINE: '1' });
  expect(code).toBe(69);
  expect(said).toContain('none\nFive ways');
});

test('an old Node is told in a sentence', async () => {
  const { nodeProblem } = await import(join(scripts, 'setup', 'node-version.mjs'));
  expect(nodeProblem('18.20.4')).toContain('needs Node 20.19 or later, and this is Node 18.20.4');
  expect(nodeProblem('20.18.9')).toBeDefined();
  expect(['20.19.0', '22.0.0', '24.1.0'].map(nodeProblem)).toEqual([undefined, undefined, undefined]);
});
