import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBinary, isEngineError } from '../../engine/index.ts';
import { freePorts } from '../../engine/ports.ts';
import { fakeTemporal } from './archives.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dailies-ways-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program in a folder of its own, to be put on PATH. */
function program(name: string, text: string): string {
  const bin = mkdtempSync(join(folder, 'bin-'));
  writeFileSync(join(bin, name), text);
  chmodSync(join(bin, name), 0o755);
  return bin;
}

/** No cache yet, and nobody who serves an archive. */
async function find(env: NodeJS.ProcessEnv, lines: string[] = []) {
  const report = (line: string) => lines.push(line);
  const [closed] = await freePorts(1);
  const archiveUrl = `http://127.0.0.1:${closed}/cli`;
  return findBinary({ env, cacheDir: join(folder, 'cache'), archiveUrl, report });
}

async function refusal(env: NodeJS.ProcessEnv) {
  const error = await find(env).catch((caught: unknown) => caught);
  if (!isEngineError(error)) throw new Error('a binary was found');
  return error;
}

/** A Go that builds by writing a program that says it is a Temporal built by Go. */
function fakeGo(version: string, built = fakeTemporal('0.0.0-DEV')): string {
  const product = join(program('product', built), 'product');
  return program(
    'go',
    `#!/bin/sh
     if [ "$1" = version ]; then echo "go version ${version} linux/amd64"; exit 0; fi
     [ "$*" = "install github.com/temporalio/cli/cmd/temporal@v1.5.1" ] || { echo "what? $*" >&2; exit 2; }
     [ -z "$GOOS$GOARCH" ] || { echo "cannot install cross-compiled binaries when GOBIN is set" >&2; exit 1; }
     /bin/cp ${product} "$GOBIN/temporal"`,
  );
}

test('DAILIES_TEMPORAL comes first', async () => {
  const named = join(program('mine', fakeTemporal()), 'mine');
  const other = program('temporal', fakeTemporal());
  expect(await find({ DAILIES_TEMPORAL: named, PATH: other })).toBe(named);
});

test('a DAILIES_TEMPORAL of another version is refused rather than passed over', async () => {
  const named = join(program('mine', fakeTemporal('1.4.0', '1.28.0')), 'mine');
  const error = await refusal({ DAILIES_TEMPORAL: named, PATH: program('temporal', fakeTemporal()) });
  expect(error.code).toBe('ENGINE_NONE');
  expect(error.message).toContain('temporal 1.4.0 with server 1.28.0; server 1.29.1 is needed');
});

test('a DAILIES_TEMPORAL that is not there is refused', async () => {
  const error = await refusal({ DAILIES_TEMPORAL: join(folder, 'nothing') });
  expect(error.message).toContain('no Temporal that runs here');
});

test('temporal on PATH is taken when its server is the pinned one, whatever the CLI says', async () => {
  const bin = program('temporal', fakeTemporal('0.0.0-DEV'));
  expect(await find({ PATH: `/nonexistent:${bin}` })).toBe(join(bin, 'temporal'));
});

test('without an archive, Go builds it into the cache', async () => {
  const lines: string[] = [];
  const env = { PATH: fakeGo('go1.25.0'), GOOS: 'plan9', GOARCH: 'mips' };
  const path = await find(env, lines);
  expect(path.startsWith(join(folder, 'cache'))).toBe(true);
  expect(readdirSync(join(path, '..'))).toEqual(['temporal']);
  expect(lines.some((line) => line.startsWith('Building the Temporal engine 1.5.1 with Go'))).toBe(true);
  expect(await find({})).toBe(path);
});

test('when all five ways fail, each is listed with its reason', async () => {
  const old = program('temporal', fakeTemporal('1.4.0', '1.28.0'));
  const error = await refusal({ PATH: `${old}:${fakeGo('go1.24.9')}` });
  expect(error.code).toBe('ENGINE_NONE');
  const ways = error.hint.split('\n').slice(1);
  expect(ways[0]).toBe('1. DAILIES_TEMPORAL: not set');
  expect(ways[1]).toContain('2. `temporal` on PATH: ');
  expect(ways[1]).toContain('server 1.28.0; server 1.29.1 is needed');
  expect(ways[2]).toContain('3. the cache: nothing at ');
  expect(ways[3]).toMatch(/4\. the download: .*ECONNREFUSED/);
  expect(ways[4]).toContain('5. `go install`: go version go1.24.9 linux/amd64 is too old; Go 1.25 or later is needed');
  expect(ways).toHaveLength(5);
});

test('a build that fails says what Go said last', async () => {
  const go = program(
    'go',
    '#!/bin/sh\n[ "$1" = version ] && echo "go version go1.26.1" && exit\necho no net >&2; exit 1',
  );
  expect((await refusal({ PATH: go })).hint).toContain('5. `go install`: no net');
});

test('a build of another server is not taken', async () => {
  const error = await refusal({ PATH: fakeGo('go2.0', fakeTemporal('0.0.0-DEV', '1.30.0')) });
  expect(error.hint).toContain('temporal 0.0.0-DEV with server 1.30.0, not 1.5.1 with server 1.29.1');
});

test('a cache folder that cannot be made is one clear sentence', async () => {
  writeFileSync(join(folder, 'cache'), 'a file');
  expect((await refusal({})).code).toBe('HOME_NOT_WRITABLE');
});
