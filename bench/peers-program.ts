import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { filesIn } from './compare-sides.ts';
import type { Side } from './compare-trial.ts';
import { PEERS_FOLDER } from './peers-found.ts';
import type { ServerFacts, Started } from './peers-servers.ts';
import { CAP } from './seen.ts';
import { ASKED, type Shot } from './shots.ts';
import type { Vendor } from './vendor.ts';

/** A batch that is typed: the program of a peer, the shots and where their videos go. */
export type Batch = {
  readonly program: string;
  readonly vendor: Vendor;
  readonly shots: readonly Shot[];
  readonly folder: string;
  readonly pollMs: number;
  readonly facts: ServerFacts;
};

/** No batch takes so long. */
const TIMEOUT_MS = 180_000;
const NOBODY = { unsure: 0, waiting: 0 };

/** Types a batch and waits for its end; rejects where it fails or a file is missing. */
export async function runProgram(batch: Batch): Promise<void> {
  const child = startProgram(batch, 'pipe');
  let said = '';
  child.stderr?.on('data', (bytes) => {
    said += String(bytes);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
  const [code] = await once(child, 'exit');
  clearTimeout(timer);
  const files = readdirSync(batch.folder).filter((name) => name.endsWith('.mp4'));
  if (code !== 0 || files.length !== batch.shots.length)
    throw new Error(`${batch.program} ended with ${code} and ${files.length} files: ${said.slice(-600)}`);
}

/** A batch that is typed, to be killed with its server in the midst of it and typed again. */
export function programSide(batch: Batch, started: Started | undefined): Side {
  let child = startProgram(batch, 'ignore');
  return {
    killAndRestart: async () => {
      child.kill('SIGKILL');
      await started?.server.kill();
      await started?.server.start();
      child = startProgram(batch, 'ignore');
    },
    files: async () => filesIn(batch.folder, batch.shots),
    // None of them asks anybody.
    ended: async () => (child.exitCode === null && child.signalCode === null ? undefined : NOBODY),
    end: () => void child.kill('SIGKILL'),
  };
}

function startProgram(batch: Batch, stderr: 'pipe' | 'ignore'): ChildProcess {
  const { program, vendor, shots, folder, pollMs, facts } = batch;
  const given = { baseUrl: vendor.baseUrl, asked: ASKED, shots, folder, atOnce: CAP, pollMs, server: facts };
  const file = path.join(PEERS_FOLDER, `${program}.mjs`);
  const env = { ...process.env, RESTATE_LOGGING: 'ERROR' };
  return spawn(process.execPath, [file, JSON.stringify(given)], { env, stdio: ['ignore', 'ignore', stderr] });
}
