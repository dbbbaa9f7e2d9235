import os from 'node:os';
import type { Owner } from '../plan/claim.ts';
import { ask, bootId, exists, pidSpace, startOf } from './process-facts.ts';

let mine: Owner | undefined;

/** This process as others can recognise it: host, boot, pid and start, so that a reused pid is not taken for it. */
export async function thisProcess(): Promise<Owner> {
  return ownOwner();
}

/** As thisProcess, at once. */
export function ownOwner(): Owner {
  const { pid } = process;
  mine ??= { host: hostName(), boot: bootOfMachine(), pid, start: startOf(pid) ?? '' };
  return mine;
}

/**
 * True only where it is certain: same host (and pid namespace), same boot, and no process with this pid and start.
 * Another host, another boot or an answer that cannot be had proves nothing.
 */
export async function provablyDead(owner: Owner): Promise<boolean> {
  const { host, boot } = ownOwner();
  if (owner.host !== host || owner.boot !== boot || boot === '') return false;
  return isGone(owner.pid, (start) => owner.start !== '' && start !== owner.start);
}

/** Whether a pid of this machine's present boot is nobody's any more, or another process's. */
export function isGone(pid: number, isAnother: (start: string) => boolean): boolean {
  if (!exists(pid)) return true;
  const start = startOf(pid);
  return start !== undefined && isAnother(start);
}

/** Two containers may share a host name and a folder, but not their process ids: the pid namespace tells them apart. */
function hostName(): string {
  const space = pidSpace();
  return `${os.hostname()}${space && ` ${space}`}`;
}

/** Machines may share a name, too, and where starts are dates no boot id tells them apart: when they booted does. */
function bootOfMachine(): string {
  return bootId() || (ask('sysctl', ['-n', 'kern.boottime']) ?? '');
}
