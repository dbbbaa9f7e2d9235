import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../dist/simulator/main.js', import.meta.url));

/** A simulator as a process of its own, as people run it. */
export type SimulatorProcess = {
  url: string;
  stderr: () => string;
  kill: (signal: NodeJS.Signals) => Promise<number | null>;
};

export async function startProcess(flags: string[]): Promise<SimulatorProcess> {
  if (!existsSync(ENTRY)) throw new Error('dist/simulator/main.js is missing: run `npm run build` first');
  const child = spawn(process.execPath, [ENTRY, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (part) => {
    errors += part;
  });
  const line = await Promise.race([firstLine(child), once(child, 'exit').then(([code]) => `exit ${code}: ${errors}`)]);
  return {
    url: line.replace('listening ', ''),
    stderr: () => errors,
    kill: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exited = once(child, 'exit');
      child.kill(signal);
      return (await exited)[0];
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) return '';
  const [line] = await once(createInterface(child.stdout), 'line');
  return line;
}
