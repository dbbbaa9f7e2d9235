import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const GONE_WITHIN_MS = 3_000;
const LOOK_MS = 10;

/** A process and all that runs beneath it, as process ids. */
export function treeOf(pid: number): readonly number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = (stdout ?? '').split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const beneath = (parent: number): readonly number[] =>
    pairs.flatMap(([child, of]) => (of === parent && child !== undefined ? [child, ...beneath(child)] : []));
  return [pid, ...beneath(pid)];
}

/** `kill -9` of a process and all beneath it; resolves when they are gone. */
export async function killTree(pid: number): Promise<void> {
  const pids = treeOf(pid);
  for (const one of pids) send(one, 'SIGKILL');
  const endMs = performance.now() + GONE_WITHIN_MS;
  while (pids.some((one) => send(one, 0)) && performance.now() < endMs) await pause(LOOK_MS);
}

function send(pid: number, signal: 'SIGKILL' | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
