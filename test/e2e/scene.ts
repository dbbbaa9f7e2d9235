import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
export type Scene = {
  /** A project folder of its own, with a DAILIES_HOME of its own beside it. */
  readonly root: string;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly write: (file: string, text: string) => void;
  /** Runs `dailies …` to its end. */
  readonly cli: (...args: readonly string[]) => Promise<Ended>;
  /** Starts `dailies …` and leaves it running. */
  readonly start: (...args: readonly string[]) => { readonly child: ChildProcess; readonly ended: Promise<Ended> };
  readonly close: () => Promise<void>;
};

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
const CLI = path.join(REPOSITORY, 'dist/cli/main.js');
/** No command of a test takes longer; one that does is ended and fails its test. */
const COMMAND_TIMEOUT_MS = 120_000;

/** A project in an empty folder, alone with its engine. Call `close` in the end: it stops what was started. */
export function makeScene(pipelines: readonly string[] = []): Scene {
  if (!existsSync(CLI)) throw new Error('dist/ is missing: npm run build');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dailies-e2e-'));
  const root = path.join(folder, 'project');
  const home = path.join(folder, 'home');
  mkdirSync(path.join(root, 'pipelines'), { recursive: true });
  writeFileSync(path.join(root, 'dailies.yaml'), 'version: 1\n');
  for (const name of pipelines) {
    cpSync(path.join(REPOSITORY, 'pipelines', name), path.join(root, 'pipelines', name));
  }
  const env = { ...process.env, DAILIES_HOME: home, NO_COLOR: '1', CI: '1', WAVE_API_KEY: '' };
  const start = (...args: readonly string[]) => command(root, env, args);
  const cli = (...args: readonly string[]) => start(...args).ended;
  return {
    root,
    home,
    env,
    write: (file, text) => {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    },
    cli,
    start,
    close: async () => {
      await cli('down');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function command(cwd: string, env: NodeJS.ProcessEnv, args: readonly string[]) {
  const child = spawn(process.execPath, [CLI, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), COMMAND_TIMEOUT_MS);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (bytes) => {
    stdout += String(bytes);
  });
  child.stderr.on('data', (bytes) => {
    stderr += String(bytes);
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
  return { child, ended };
}
