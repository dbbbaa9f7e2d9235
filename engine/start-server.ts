import { type ChildProcess, spawn } from 'node:child_process';
import type { HomeLayout } from './home-layout.ts';
import { withLog } from './log-file.ts';
import { freePorts } from './ports.ts';

/** Starts the server on free ports, logging into the home, in a session of its own so that it outlives us. */
export async function startServer(
  layout: HomeLayout,
  binary: string,
  wantedPort: number | undefined,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const [port = 0, httpPort = 0, metricsPort = 0] = await freePorts(3, wantedPort);
  const child = withLog(layout.serverLog, (log) =>
    forThisUser(() =>
      spawn(binary, serverArguments(layout.database, port, httpPort, metricsPort), {
        cwd: layout.databaseFolder,
        detached: true,
        env: serverEnvironment(env),
        stdio: ['ignore', log, log],
        windowsHide: true,
      }),
    ),
  );
  return { child, port };
}

/** Starts a program whose files nobody else can read: it knows no modes of its own. */
function forThisUser<T>(start: () => T): T {
  const before = process.umask(0o077);
  try {
    return start();
  } finally {
    process.umask(before);
  }
}

function serverArguments(database: string, port: number, httpPort: number, metricsPort: number): readonly string[] {
  return [
    ...['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(port)],
    // Left out, the server would look for free ports by itself, and two that start at once meet.
    ...['--http-port', String(httpPort), '--metrics-port', String(metricsPort)],
    ...['--db-filename', database],
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=FULL'],
    ...['--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
    ...['--disable-config-file', '--disable-config-env', '--color', 'never'],
  ];
}

// Only what a program needs to run: no API key, and no TEMPORAL_ variable that would change its settings.
const passedOn = /^(PATH|HOME|TMPDIR|TMP|TEMP|LANG|LC_ALL|TZ|USERPROFILE|SYSTEMROOT|WINDIR|APPDATA|LOCALAPPDATA)$/i;

function serverEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => passedOn.test(name)));
}
