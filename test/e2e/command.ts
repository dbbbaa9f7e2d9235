import { type ChildProcess, spawn } from 'node:child_process';

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };
export type Started = {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Ctrl-C: the whole process group gets it, as from a terminal. */
  readonly interrupt: () => void;
  /** What stdout holds so far. */
  readonly said: () => string;
  /** Resolves when stdout or stderr holds it; rejects when the command ends without. */
  readonly says: (what: RegExp) => Promise<void>;
};

/** No command of a test takes longer; one that does is ended and fails its test. */
const COMMAND_TIMEOUT_MS = 120_000;

/** Starts a node script without a terminal, in a process group of its own. */
export function startCommand(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const timer = setTimeout(() => child.kill('SIGKILL'), COMMAND_TIMEOUT_MS);
  const text = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (bytes) => {
      text[name] += String(bytes);
      for (const look of [...waiting]) look();
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ...text });
    });
  });
  const says = (what: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!what.test(text.stdout) && !what.test(text.stderr)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`never said ${what}:\n${text.stdout}\n${text.stderr}`)));
    });
  const interrupt = () => process.kill(-(child.pid ?? 0), 'SIGINT');
  return { child, ended, interrupt, says, said: () => text.stdout };
}
