// Plain JavaScript: the guard of a run of the tests loads it, too.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * kill -9 for every process whose command line names the folder (engine, worker, simulators), and for every command that
 * was typed in it, which could start such. Returns when none lives.
 */
export async function endProcesses(folder) {
  // A supervisor may have started another one before it fell itself.
  for (let pids = namedIn(folder); pids.length > 0; pids = namedIn(folder)) {
    for (const pid of pids) end(pid);
    await pause(10);
  }
}

function end(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function namedIn(folder) {
  const inside = `${folder}/`;
  const isOurs = ([pid, line]) => line.includes(inside) || (isCommand(line) && `${workingIn(pid)}/`.startsWith(inside));
  return commandLines().flatMap((one) => (one[0] !== process.pid && isOurs(one) ? [one[0]] : []));
}

function isCommand(line) {
  return line.includes('/cli/main.js');
}

// Empty where the system does not say.
function workingIn(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

function commandLines() {
  if (process.platform === 'linux') {
    const pids = readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
    return pids.map((pid) => [Number(pid), commandLine(pid)]);
  }
  const list = execFileSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return list.split('\n').map((line) => [Number.parseInt(line, 10) || 0, line]);
}

// Empty for one that has died and waits for its parent to notice.
function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
