import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from './refusal.ts';

export type SimulatorOptions = {
  readonly root: string;
  readonly speed: number;
  readonly api: string;
  readonly script: string;
};
type Known = { readonly pid: number; readonly port: number; readonly speed: number; readonly api: string };

/** How long a simulator may take to listen; it reads its state first. */
const START_TIMEOUT_MS = 15_000;
/** How long one that listens may take to answer. */
const ANSWER_MS = 2_000;

/**
 * The project's simulator, adopted where it lives, else started as a process of its own, so that it outlives Ctrl-C and
 * `--detach`; its port and state stay the same over restarts. Returns its base URL (`…/v1`).
 */
export async function ensureSimulator(options: SimulatorOptions): Promise<string> {
  const folder = path.join(options.root, '.dailies', 'simulated');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const known = readKnown(folder);
  if (known && (await answers(known.port))) {
    if (known.speed === options.speed && known.api === options.api) return baseUrl(known.port);
    await stop(known.pid);
  }
  const { pid, port } = await started(folder, options, known?.port ?? 0);
  writeKnown(folder, { pid, port, speed: options.speed, api: options.api });
  return baseUrl(port);
}

// The same port where it can be had: results that were linked before lie there.
async function started(
  folder: string,
  options: SimulatorOptions,
  wanted: number,
): Promise<{ readonly pid: number; readonly port: number }> {
  const child = launch(folder, options, wanted);
  try {
    const port = await listening(child, folder);
    child.unref();
    return { pid: child.pid ?? 0, port };
  } catch (error) {
    if (wanted === 0) throw error;
    return started(folder, options, 0);
  }
}

/** Stops the project's simulator if it lives. Returns whether it did. */
export async function stopSimulator(root: string): Promise<boolean> {
  const folder = path.join(root, '.dailies', 'simulated');
  const known = readKnown(folder);
  if (!known || !(await answers(known.port))) return false;
  await stop(known.pid);
  return true;
}

/** The speed and API profile of the simulator that this project used last. */
export function lastSimulator(root: string): { readonly speed: number; readonly api: string } | undefined {
  return readKnown(path.join(root, '.dailies', 'simulated'));
}

function launch(folder: string, { script, speed, api }: SimulatorOptions, port: number): ChildProcess {
  const log = openSync(path.join(folder, 'simulator.log'), 'a', 0o600);
  const state = path.join(folder, 'simulator.state.json');
  const flags = ['--port', String(port), '--state', state, '--speed', String(speed), '--api', api];
  const child = spawn(process.execPath, [script, ...flags], { detached: true, stdio: ['ignore', 'pipe', log] });
  closeSync(log);
  return child;
}

// The pipe is let go once the port is known: a pipe to a parent that is gone would end the simulator at its next line.
function listening(child: ChildProcess, folder: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Refusal(69, `the simulator did not start: ${why}`, `read ${path.join(folder, 'simulator.log')}`));
    };
    const timer = setTimeout(() => fail('no answer'), START_TIMEOUT_MS);
    let text = '';
    child.stdout?.on('data', (bytes) => {
      text += String(bytes);
      const port = /listening http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      child.stdout?.destroy();
      resolve(Number(port));
    });
    child.once('exit', (code) => fail(`it ended with ${code}`));
    child.once('error', (error) => fail(error.message));
  });
}

async function answers(port: number): Promise<boolean> {
  // A timer that keeps the process: fetch alone may wait for ever for a stranger that hangs up, and node would end.
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ANSWER_MS);
  try {
    return (await fetch(`http://127.0.0.1:${port}/_sim/stats`, { signal: patience.signal })).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function stop(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGTERM');
    for (let waited = 0; waited < 5000; waited += 50) {
      process.kill(pid, 0);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function baseUrl(port: number): string {
  return `http://127.0.0.1:${port}/v1`;
}

function readKnown(folder: string): Known | undefined {
  try {
    const { pid, port, speed, api } = JSON.parse(readFileSync(path.join(folder, 'simulator.json'), 'utf8'));
    return typeof pid === 'number' && typeof port === 'number' ? { pid, port, speed, api } : undefined;
  } catch {
    return undefined;
  }
}

function writeKnown(folder: string, known: Known): void {
  const file = path.join(folder, 'simulator.json');
  writeFileSync(`${file}.tmp`, `${JSON.stringify(known)}\n`, { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}
