import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, homeFolder } from '../../config/index.ts';
import { type Terminal, terminalOf } from '../terminal/index.ts';

/** What every command is handed: the process's facts, read once. */
export type Shell = {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly terminal: Terminal;
  readonly home: string;
  readonly cache: string;
  /** Version and build: a daemon of another build is told from ours by it. */
  readonly version: string;
  /** Compiled entries of the processes that a command may start. */
  readonly scripts: { readonly worker: string; readonly simulator: string };
  /** The folder that `init` copies. */
  readonly starter: string;
  /** Where the built script and style of the sheet lie. */
  readonly pageFolder: string;
};

/** The shell of this process. The only place of the CLI that reads the environment. */
export function shellOf(process: NodeJS.Process): Shell {
  const { env } = process;
  const dist = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
  const stamp = path.join(dist, 'build.json');
  const { version, build } = existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : { version: '0', build: '' };
  return {
    env,
    cwd: process.cwd(),
    terminal: terminalOf({
      env,
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      onInterrupt: (listener) => {
        process.on('SIGINT', listener);
        return () => process.off('SIGINT', listener);
      },
    }),
    home: homeFolder(env),
    cache: cacheFolder(env),
    version: `${version}+${build}`,
    scripts: { worker: path.join(dist, 'worker', 'main.js'), simulator: path.join(dist, 'simulator', 'main.js') },
    starter: path.join(path.dirname(dist), 'cli', 'starter'),
    pageFolder: path.join(dist, 'sheet'),
  };
}
