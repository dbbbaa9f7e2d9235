import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { findProcesses } from '../../engine/find-processes.ts';
import { identify, isAlive, liveness } from '../../engine/index.ts';
import { stopProcess } from '../../engine/stop-process.ts';
import { until } from './until.ts';

const idle = ['-e', 'setInterval(() => {}, 1000)'];

function identityOf(child: { pid?: number | undefined }) {
  const identity = identify(child.pid ?? 0);
  if (identity === undefined) throw new Error('the child does not run');
  return identity;
}

test('a process is alive until it ends', async () => {
  const child = spawn(process.execPath, idle);
  const identity = identityOf(child);
  expect(liveness(identity)).toBe('alive');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(liveness(identity)).toBe('dead');
});

test('another process of the same pid is not that process', () => {
  const identity = identityOf(process);
  expect(isAlive({ ...identity, start: `${identity.start}0` })).toBe(false);
  expect(isAlive({ ...identity, boot: 'an earlier boot' })).toBe(false);
});

test('a process of another machine cannot be judged', () => {
  const identity = identityOf(process);
  expect(liveness({ ...identity, boot: 'another boot', host: 'another host' })).toBe('elsewhere');
  expect(liveness({ ...identity, space: 'another container' })).toBe('elsewhere');
});

test('a process that nobody has buried is dead', { skip: process.platform !== 'linux' }, async () => {
  // The shell becomes a program that never waits for its child.
  const shell = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(shell.stdout, 'data');
  const pid = Number(String(line));
  await until('the end of the child', () => identify(pid) === undefined, 5_000);
  expect(() => process.kill(pid, 0)).not.toThrow();
  shell.kill('SIGKILL');
});

test('a stop asks first, and kills what does not listen', async () => {
  const polite = spawn(process.execPath, idle);
  expect(await stopProcess(identityOf(polite), 5_000)).toBe('stopped');
  expect(await stopProcess(undefined, 0)).toBe('gone');
  const deaf = spawn('sh', ['-c', 'trap "" TERM; echo deaf; while :; do sleep 0.1; done'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(deaf.stdout, 'data');
  expect(await stopProcess(identityOf(deaf), 100)).toBe('killed');
});

test('a process is found by an argument of its command line, and only by the whole of it', async () => {
  const mark = `--home=/somewhere/${process.pid}`;
  const child = spawn(process.execPath, [...idle, '--', mark]);
  await once(child, 'spawn');
  await until('the child', () => findProcesses(mark).some(({ pid }) => pid === child.pid));
  expect(findProcesses(mark.slice(0, -1))).toEqual([]);
  child.kill('SIGKILL');
});
