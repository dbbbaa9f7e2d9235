import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { makeRunFolder, RUN_FOLDER } from './workplace.ts';

/** Around a run of the tests: whatever fails, crashes or is killed in it, none of its processes outlives it. */
export function setup(): () => Promise<void> {
  const folder = makeRunFolder();
  process.env[RUN_FOLDER] = folder;
  const script = fileURLToPath(new URL('./guard.mjs', import.meta.url));
  // In a group of its own: Ctrl-C is not for it.
  const guard = spawn(process.execPath, [script, folder], { stdio: ['pipe', 'ignore', 'inherit'], detached: true });
  guard.unref();
  return async () => {
    const over = once(guard, 'exit');
    guard.stdin.end();
    await over;
  };
}
