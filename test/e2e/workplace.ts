import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Set by test/e2e/whole-run.ts while the tests run. */
export const RUN_FOLDER = 'DAILIES_TEST_RUN';

/** Where the scenes of this run of the tests lie; a folder for whoever needs one outside of it. */
export function runFolder(): string {
  return process.env[RUN_FOLDER] ?? realpathSync(os.tmpdir());
}

/** A folder by whose path all processes of a run of the tests are found again. */
export function makeRunFolder(): string {
  return mkdtempSync(path.join(realpathSync(os.tmpdir()), 'dailies-tests-'));
}

/** kill -9 for every process whose command line names the folder: engine, worker, simulators. Returns when none lives. */
export async function endProcesses(folder: string): Promise<void> {
  // A supervisor may have started another one before it fell itself.
  for (let pids = namedIn(folder); pids.length > 0; pids = namedIn(folder)) {
    for (const pid of pids) end(pid);
    await pause(10);
  }
}

/** Unless KEEP_SCENES is set: to look at what a failed test left behind. */
export function removeFolder(folder: string): void {
  if (process.env.KEEP_SCENES === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function namedIn(folder: string): readonly number[] {
  return commandLines().flatMap(([pid, line]) => (line.includes(`${folder}/`) && pid !== process.pid ? [pid] : []));
}

function commandLines(): readonly (readonly [pid: number, line: string])[] {
  if (process.platform === 'linux') {
    const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
    return pids.map((pid) => [Number(pid), commandLine(pid)]);
  }
  const list = execFileSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return list.split('\n').map((line) => [Number.parseInt(line, 10) || 0, line]);
}

// Empty for one that has died and waits for its parent to notice.
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
