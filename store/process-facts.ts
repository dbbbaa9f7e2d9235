import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** When a process started, in the system's own words; `ended`: a zombie; undefined: no such process, or no answer. */
export function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxStart(pid);
  return process.platform === 'win32' ? windowsStart(pid) : unixStart(pid);
}

/** False where there is no process of that pid for certain. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process exists, too.
    return error instanceof Error && 'code' in error && error.code !== 'ESRCH';
  }
}

/** The boot that `startOf` counts from; '' where it tells a date. */
export function bootId(): string {
  boot ??= told(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  return boot;
}
let boot: string | undefined;

/** The space that pids count in (a container's differs); '' where there is one only. */
export function pidSpace(): string {
  space ??= told(() => readlinkSync('/proc/self/ns/pid'));
  return space;
}
let space: string | undefined;

/** What Linux tells in a file; '' where there is none. */
function told(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/** What a command of the system says; undefined where it cannot or will not. */
export function ask(command: string, args: readonly string[]): string | undefined {
  try {
    // One language and one zone, or the same process would get two names.
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const streams = ['ignore', 'pipe', 'ignore'] as const;
    return execFileSync(command, args, {
      ...{ env, encoding: 'utf8', stdio: [...streams], windowsHide: true, timeout: ASK_MS },
    }).trim();
  } catch {
    return undefined;
  }
}
const ASK_MS = 5_000;

function linuxStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name stands in brackets and may itself hold brackets and spaces: count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}

function unixStart(pid: number): string | undefined {
  const line = ask('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]);
  if (line === undefined || line === '') return undefined;
  return line.startsWith('Z') ? 'ended' : line.slice(line.indexOf(' ')).trim();
}

function windowsStart(pid: number): string | undefined {
  const script = `(Get-Process -Id ${pid} -ErrorAction Stop).StartTime.ToFileTimeUtc()`;
  const start = ask('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]);
  return start === '' ? undefined : start;
}
