import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { identify, type ProcessIdentity } from './process-identity.ts';

/**
 * Running processes whose command line holds that argument. This finds a server or worker that was started
 * but not yet recorded when its supervisor died, or whose home was deleted under it.
 */
export function findProcesses(argument: string): readonly ProcessIdentity[] {
  const found = process.platform === 'linux' ? fromProc(argument) : fromList(argument);
  return found
    .filter((pid) => pid !== process.pid)
    .map(identify)
    .filter((one) => one !== undefined);
}

function fromProc(argument: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name) && commandLine(name).includes(argument))
    .map(Number);
}

function commandLine(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return []; // it has left, or belongs to somebody else
  }
}

function fromList(argument: string): readonly number[] {
  const [command, args] = process.platform === 'win32' ? windowsList : unixList;
  return execFileSync(command, args, { encoding: 'utf8', windowsHide: true, maxBuffer: 64 * 1024 * 1024 })
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes(argument))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => pid > 0);
}

const unixList = ['ps', ['-axww', '-o', 'pid=,command=']] as const;
const windowsList = [
  'powershell.exe',
  [
    '-NoProfile',
    '-NonInteractive',
    '-Command',
    'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.CommandLine)" }',
  ],
] as const;
