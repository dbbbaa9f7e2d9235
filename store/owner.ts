import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import os from 'node:os';
import { promisify } from 'node:util';
import type { Owner } from '../plan/claim.ts';

const run = promisify(execFile);
let mine: Promise<Owner> | undefined;

/** This process as others can recognise it: host, boot, pid and start, so that a reused pid is not taken for it. */
export async function thisProcess(): Promise<Owner> {
  mine ??= describe();
  return mine;
}

/**
 * True only where it is certain: same host (and pid namespace), same boot, and no process with this pid and start.
 * Another host, another boot or an answer that cannot be had proves nothing.
 */
export async function provablyDead(owner: Owner): Promise<boolean> {
  const { host, boot } = await thisProcess();
  if (owner.host !== host || owner.boot !== boot || boot === '') return false;
  if (!exists(owner.pid)) return true;
  const start = await startOf(owner.pid);
  return start !== undefined && owner.start !== '' && start !== owner.start;
}

async function describe(): Promise<Owner> {
  const { pid } = process;
  return { host: await hostName(), boot: await bootId(), pid, start: (await startOf(pid)) ?? '' };
}

/** Two containers may share a host name and a folder, but not their process ids: the pid namespace tells them apart. */
async function hostName(): Promise<string> {
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return `${os.hostname()}${namespace && ` ${namespace}`}`;
}

async function bootId(): Promise<string> {
  const linux = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return linux.trim() || output('sysctl', ['-n', 'kern.boottime']);
}

/** A process's start, as the system writes it; undefined: no such process, or no answer. */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The 22nd field; the second is the command in parentheses and may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended and can send nothing any more.
  if (fields[0] === 'Z') return 'ended';
  return fields[19] ?? ((await output('ps', ['-o', 'lstart=', '-p', String(pid)])) || undefined);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process exists, too.
    return error instanceof Error && 'code' in error && error.code !== 'ESRCH';
  }
}

async function output(command: string, args: readonly string[]): Promise<string> {
  try {
    return (await run(command, args, { timeout: 2000 })).stdout.trim();
  } catch {
    return '';
  }
}
