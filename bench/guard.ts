import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Has a process of its own watch this one: however this one ends, killed or by itself, what still runs of the folder ends
 * with it and the folder is removed. Returns what does that now. `script`: where test/e2e/guard.mjs lies.
 */
export function guardFolder(folder: string, script: string): () => Promise<void> {
  // In a group of its own: Ctrl-C is not for it.
  const guard = spawn(process.execPath, [script, folder], { stdio: ['pipe', 'ignore', 'inherit'], detached: true });
  guard.unref();
  return async () => {
    const over = once(guard, 'exit');
    // From now on it is waited for: without this the process would end before it, with 13 and without its table.
    guard.ref();
    guard.stdin.end();
    await over;
  };
}
