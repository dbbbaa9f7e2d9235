import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

const CLI = fileURLToPath(new URL('../cli/main.js', import.meta.url));
/** No command that is measured takes so long. */
const COMMAND_TIMEOUT_MS = 60_000;

/** Starts `dailies …` in a folder. */
export function startCommand(options: {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly args: readonly string[];
}): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const { cwd, env, args } = options;
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
