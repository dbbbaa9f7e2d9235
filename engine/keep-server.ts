import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { makeBackoff } from './backoff.ts';
import { nextEpoch } from './epoch.ts';
import { findProcesses } from './find-processes.ts';
import { sizeOf } from './log-file.ts';
import { prepareNamespace } from './namespace.ts';
import { identify, isAlive } from './process-identity.ts';
import { startFailure, thrownFailure } from './start-failure.ts';
import { startServer } from './start-server.ts';
import type { ServerState } from './state.ts';
import { stopProcess } from './stop-process.ts';
import type { Supervision } from './supervision.ts';
import { listens, withConnection } from './temporal-connection.ts';
import { timings } from './timings.ts';

/** Keeps one server running on the home's database. */
export interface ServerKeeper {
  /** The server that answers; nothing while there is none yet. */
  keep(): Promise<ServerState | undefined>;
  stop(): Promise<void>;
  /** Starts in a row that failed. */
  readonly tries: number;
}

/** Adopts the recorded server while it lives, and starts the next one when it does not. */
export function makeServerKeeper(c: Supervision): ServerKeeper {
  const backoff = makeBackoff(() => performance.now());
  return {
    async keep() {
      const server = c.state.get().server;
      if (server !== undefined && isAlive(server.process) && hasItsDatabase(c, server)) {
        return server.ready ? server : becomeReady(c, server, 0);
      }
      if (server !== undefined) await clearAway(c, server);
      if (backoff.waitMs() > 0 || c.stopping.aborted || !c.holdsHome()) return undefined;
      backoff.started();
      return start(c, server?.port);
    },
    async stop() {
      const result = await stopProcess(c.state.get().server?.process, timings.serverStopMs);
      if (result !== 'gone') c.log(`server ${result}`);
      c.state.set({ server: undefined });
    },
    get tries() {
      return backoff.tries;
    },
  };
}

async function clearAway(c: Supervision, server: ServerState): Promise<void> {
  const result = await stopProcess(server.process, timings.serverStopMs);
  c.log(result === 'gone' ? `server ${server.process.pid} has ended` : 'the database was taken from the server');
  c.state.set({ server: undefined });
}

async function start(c: Supervision, wantedPort: number | undefined): Promise<ServerState | undefined> {
  try {
    // Two servers on one database both look healthy, so none may be left that nobody recorded.
    for (const stray of findProcesses(c.layout.database)) {
      c.log(`an unrecorded server ${stray.pid}: ${await stopProcess(stray, timings.serverStopMs)}`);
    }
    removeHalfMade(c);
    const fromBytes = sizeOf(c.layout.serverLog);
    const epoch = nextEpoch(c.layout, Date.now());
    const { child, port } = await startServer(c.layout, c.options.binary, wantedPort, c.options.env);
    child.once('exit', c.wake);
    child.once('error', (error) => c.log(`server: ${error.message}`));
    const process = child.pid === undefined ? undefined : identify(child.pid);
    if (process === undefined) return fail(c, fromBytes);
    const server: ServerState = { process, port, databaseInode: 0, ready: false };
    c.state.set({ server, epoch });
    c.log(`server ${process.pid} started on port ${port}, epoch ${epoch}`);
    return await becomeReady(c, server, fromBytes);
  } catch (error) {
    c.state.set({ failure: thrownFailure('The Temporal server', error) });
    return undefined;
  }
}

// A server makes its tables in many steps, and one that died or found the disk full among them leaves a database
// that no server can open again (measured: a kill 30 ms after the start). Nobody was told of it, so nothing is lost.
function removeHalfMade(c: Supervision): void {
  const { database, databaseMade } = c.layout;
  if (existsSync(databaseMade) || !existsSync(database)) return;
  c.log('removing a database that was never ready');
  for (const end of ['', '-wal', '-shm']) rmSync(`${database}${end}`, { force: true });
}

async function becomeReady(c: Supervision, server: ServerState, fromBytes: number): Promise<ServerState | undefined> {
  const until = performance.now() + timings.serverReadyMs;
  // A request that came too early is never answered; short tries find the server sooner than one long one.
  let patienceMs = 300;
  while (isAlive(server.process) && performance.now() < until) {
    if (c.stopping.aborted) return undefined;
    if (await isPrepared(server.port, patienceMs)) {
      // Before anybody is told: from here on the database may hold a run.
      writeFileSync(c.layout.databaseMade, '', { mode: 0o600 });
      const ready: ServerState = { ...server, ready: true, databaseInode: inodeOf(c.layout.database) };
      c.state.set({ server: ready, failure: undefined });
      c.log('server ready');
      return ready;
    }
    await pause(timings.pollMs);
    patienceMs = Math.min(patienceMs * 1.5, timings.requestMs);
  }
  await stopProcess(server.process, timings.serverStopMs);
  return fail(c, fromBytes);
}

function fail(c: Supervision, fromBytes: number): undefined {
  const failure = startFailure('The Temporal server', c.layout.serverLog, fromBytes);
  c.log(failure.message);
  c.state.set({ server: undefined, failure });
  return undefined;
}

async function isPrepared(port: number, timeoutMs: number): Promise<boolean> {
  // A refused connection costs nothing here; the client would pause for a second after it.
  if (!(await listens(port))) return false;
  try {
    await withConnection({ address: `127.0.0.1:${port}` }, prepareNamespace, timeoutMs);
    return true;
  } catch {
    return false; // it listens before it answers, and answers before it knows its namespace
  }
}

function hasItsDatabase(c: Supervision, server: ServerState): boolean {
  return server.databaseInode === 0 || inodeOf(c.layout.database) === server.databaseInode;
}

function inodeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? 0;
}
