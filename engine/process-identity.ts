import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isRecord } from './json-file.ts';

/** Names one process for ever: a pid alone is used again after a restart, and after a while. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own words. */
  readonly start: string;
  /** The boot that `start` counts from; empty where `start` is a date. */
  readonly boot: string;
  /** The space that the pid counts in (a container's differs); empty where there is one only. */
  readonly space: string;
  readonly host: string;
}

/** `elsewhere`: of another machine or container, so it cannot be judged from here. */
export type Liveness = 'alive' | 'dead' | 'elsewhere';

/** The identity of a running process, or nothing when there is none of that pid. */
export function identify(pid: number): ProcessIdentity | undefined {
  const start = startOf(pid);
  return start === undefined ? undefined : { pid, start, boot: bootId(), space: pidSpace(), host: hostname() };
}

/** Whether that very process still runs. A zombie does not. */
export function liveness(process: ProcessIdentity): Liveness {
  if (process.boot !== bootId()) return process.host === hostname() ? 'dead' : 'elsewhere';
  if (process.space !== pidSpace() || (process.boot === '' && process.host !== hostname())) return 'elsewhere';
  return startOf(process.pid) === process.start ? 'alive' : 'dead';
}

/** Whether that very process still runs on this machine. */
export function isAlive(process: ProcessIdentity | undefined): boolean {
  return process !== undefined && liveness(process) === 'alive';
}

/** Reads an identity out of parsed JSON. */
export function readIdentity(value: unknown): ProcessIdentity | undefined {
  if (!isRecord(value)) return undefined;
  const { pid, start, boot, space, host } = value;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (typeof start !== 'string' || typeof boot !== 'string') return undefined;
  if (typeof space !== 'string' || typeof host !== 'string') return undefined;
  return { pid, start, boot, space, host };
}

function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxStart(pid);
  return process.platform === 'win32' ? windowsStart(pid) : unixStart(pid);
}

function linuxStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name stands in brackets and may itself hold brackets and spaces: count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const state = fields[0];
    return state === 'Z' || state === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function unixStart(pid: number): string | undefined {
  const line = ask('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
  if (line === undefined || line === '' || line.startsWith('Z')) return undefined;
  return line.slice(line.indexOf(' ')).trim();
}

function windowsStart(pid: number): string | undefined {
  const script = `(Get-Process -Id ${pid} -ErrorAction Stop).StartTime.ToFileTimeUtc()`;
  const start = ask('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]);
  return start === '' ? undefined : start;
}

function ask(command: string, args: readonly string[]): string | undefined {
  try {
    // One language and one zone, or the same process would get two names.
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    return execFileSync(command, args, {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    }).trim();
  } catch {
    return undefined;
  }
}

let boot: string | undefined;
function bootId(): string {
  boot ??= process.platform === 'linux' ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() : '';
  return boot;
}

let space: string | undefined;
function pidSpace(): string {
  space ??= process.platform === 'linux' ? readlinkSync('/proc/self/ns/pid') : '';
  return space;
}
