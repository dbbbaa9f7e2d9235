import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EnsureOptions, engineStatus, ensureEngine, identify, stopEngine } from '../../engine/index.ts';
import type { BuiltEngine } from './built-engine.ts';
import { until } from './until.ts';

/** One engine home in a folder of its own. */
export function makeHome(built: BuiltEngine, extra: Partial<EnsureOptions> = {}) {
  const home = join(mkdtempSync(join(tmpdir(), 'dailies-home-')), 'home');
  const options: EnsureOptions = {
    home,
    binary: { env: plainEnv() },
    workerScript: built.workerScript,
    supervisorScript: built.supervisorScript,
    version: '1.2.3',
    ...extra,
  };
  const status = () => engineStatus({ home });
  const pidOf = (role: 'supervisor' | 'server' | 'worker') => {
    const pid = status()[role]?.process.pid;
    if (pid === undefined) throw new Error(`there is no ${role}`);
    return pid;
  };
  return {
    home,
    options,
    status,
    pidOf,
    ensure: (change: Partial<EnsureOptions> = {}) => ensureEngine({ ...options, ...change }),
    stop: () => stopEngine({ home }),
    /** kill -9 of these, and their pids. */
    async kill(...roles: ('supervisor' | 'server' | 'worker')[]): Promise<readonly number[]> {
      const pids = roles.map(pidOf);
      for (const pid of pids) process.kill(pid, 'SIGKILL');
      await until('their death', () => pids.every((pid) => identify(pid) === undefined));
      return pids;
    },
    running: () => until('a running engine', () => status().running && status()),
    log: (name: string) => readFileSync(join(home, 'logs', `${name}.log`), 'utf8'),
    async remove() {
      await stopEngine({ home });
      rmSync(join(home, '..'), { recursive: true, force: true });
    },
  };
}

/** The environment of this process without a Temporal of its user's own. */
export function plainEnv(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_'));
  return Object.fromEntries([...entries, ['TEMPORAL_CONFIG_FILE', '/nonexistent/temporal.toml']]);
}
