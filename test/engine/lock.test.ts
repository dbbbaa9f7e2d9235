import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { lockHolder, takeLock } from '../../engine/lock.ts';
import { identify } from '../../engine/process-identity.ts';
import { buildEngine } from './built-engine.ts';

const built = buildEngine();
afterAll(built.remove);
let folder = '';
let base = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dailies-lock-'));
  base = join(folder, 'some.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function script(name: string, text: string): string {
  const path = join(built.folder, name);
  writeFileSync(path, text);
  return path;
}

function taken(note = 'test') {
  const attempt = takeLock(base, note);
  if ('holder' in attempt) throw new Error('the lock is held');
  return attempt.lock;
}

test('of two takers one gets the lock and the other learns who has it', () => {
  const lock = taken('first');
  expect(takeLock(base, 'second')).toMatchObject({ holder: { process: { pid: process.pid }, note: 'first' } });
  expect(lock.isOurs()).toBe(true);
  lock.release();
  expect(lockHolder(base)).toBeUndefined();
  taken('second').release();
});

test('four processes that take it in turns are never inside together', async () => {
  const count = join(folder, 'count');
  writeFileSync(count, '0');
  const path = script(
    'count.js',
    `import { readFileSync, writeFileSync } from 'node:fs';
     import { setImmediate as turn } from 'node:timers/promises';
     import { whileLocked } from './engine/while-locked.js';
     for (let i = 0; i < 15; i += 1) {
       await whileLocked(process.argv[2], 'count', async () => {
         const read = Number(readFileSync(process.argv[3], 'utf8'));
         await turn();
         writeFileSync(process.argv[3], String(read + 1));
       });
     }`,
  );
  const codes = await Promise.all([1, 2, 3, 4].map(() => once(fork(path, [base, count]), 'exit')));
  expect(codes.map(([code]) => code)).toEqual([0, 0, 0, 0]);
  expect(readFileSync(count, 'utf8')).toBe('60');
});

test('the lock of a process that was killed is free', async () => {
  const path = script(
    'hold.js',
    `import { takeLock } from './engine/lock.js';
     takeLock(process.argv[2], 'hold');
     process.send('held');
     setInterval(() => {}, 1000);`,
  );
  const child = fork(path, [base]);
  await once(child, 'message');
  expect(lockHolder(base)?.process.pid).toBe(child.pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(lockHolder(base)).toBeUndefined();
  taken();
  expect(readdirSync(folder)).toEqual(['some.lock.2']);
});

test('a deleted lock is not ours any more, even when another one bears its number', () => {
  const lock = taken();
  const text = readFileSync(`${base}.1`, 'utf8');
  rmSync(`${base}.1`);
  expect(lock.isOurs()).toBe(false);
  const other = JSON.parse(text);
  writeFileSync(`${base}.1`, JSON.stringify({ ...other, process: identify(process.ppid) }));
  expect(lock.isOurs()).toBe(false);
  lock.release();
  expect(lockHolder(base)?.process.pid).toBe(process.ppid);
});

test('a lock of another machine holds while it is refreshed', () => {
  const owner = { pid: 1, start: '1', boot: 'another boot', space: '', host: 'another host' };
  writeFileSync(`${base}.7`, JSON.stringify({ process: owner, note: '', released: false }));
  expect(takeLock(base, 'test')).toMatchObject({ holder: { here: false, process: { host: 'another host' } } });
  const old = new Date(Date.now() - 61_000);
  utimesSync(`${base}.7`, old, old);
  taken();
});

test('a lock from before this machine was started again is free', () => {
  const owner = { pid: process.ppid, start: '1', boot: 'an earlier boot', space: '', host: hostname() };
  writeFileSync(`${base}.3`, JSON.stringify({ process: owner, note: '', released: false }));
  taken();
});

test('a torn lock file is free', () => {
  writeFileSync(`${base}.3`, '{"proc');
  taken();
  expect(readdirSync(folder)).toEqual(['some.lock.4']);
});
