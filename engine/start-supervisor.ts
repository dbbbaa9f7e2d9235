import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { HomeLayout } from './home-layout.ts';
import { withLog } from './log-file.ts';

/** What the supervisor is started with. */
export interface SupervisorStart {
  readonly binary: string;
  readonly workerScript: string;
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
  readonly supervisorScript?: string;
  readonly idleStopMs?: number;
  readonly heartbeatLostMs?: number;
}

/** A supervisor that this process has started. */
export interface SupervisorProcess {
  ended(): boolean;
  /** It ended because it could not bring the engine up. */
  failed(): boolean;
}

/** Starts the supervisor in a session of its own: it outlives this command and its terminal. */
export function startSupervisor(layout: HomeLayout, start: SupervisorStart): SupervisorProcess {
  const { supervisorScript, env, binary, workerScript, version, idleStopMs, heartbeatLostMs } = start;
  const script = supervisorScript ?? fileURLToPath(new URL('./supervisor-main.js', import.meta.url));
  const argument = JSON.stringify({ home: layout.home, binary, workerScript, version, idleStopMs, heartbeatLostMs });
  const child = withLog(layout.supervisorLog, (log) =>
    spawn(process.execPath, [script, argument], {
      cwd: layout.home,
      detached: true,
      env,
      stdio: ['ignore', log, log],
      windowsHide: true,
    }),
  );
  let code: number | undefined;
  child.once('error', () => {
    code = 1;
  });
  child.once('exit', (status) => {
    // Killed by a signal: no failure of its own, another one may be started.
    code = status ?? 0;
  });
  child.unref();
  return { ended: () => code !== undefined, failed: () => code !== undefined && code !== 0 };
}
