import { makeBackoff } from './backoff.ts';
import { findProcesses } from './find-processes.ts';
import { forgetQueues } from './forget-queues.ts';
import { forgetHeartbeat, makeSilenceMeter, readHeartbeat, type SilenceMeter } from './heartbeat.ts';
import { sizeOf } from './log-file.ts';
import { embeddedNamespace } from './pinned.ts';
import { identify, isAlive } from './process-identity.ts';
import { startFailure, thrownFailure } from './start-failure.ts';
import { startWorker, workerMark } from './start-worker.ts';
import type { ServerState, WorkerState } from './state.ts';
import { killProcess, stopProcess } from './stop-process.ts';
import type { Supervision } from './supervision.ts';
import { withConnection } from './temporal-connection.ts';
import { timings } from './timings.ts';

/** Keeps one worker running for the home's server. */
export interface WorkerKeeper {
  /** The worker that takes work; nothing while there is none yet. */
  keep(server: ServerState): Promise<WorkerState | undefined>;
  stop(): Promise<void>;
  /** Starts in a row that failed. */
  readonly tries: number;
}

/** Adopts the recorded worker while it beats, kills it when it hangs, and starts the next one. */
export function makeWorkerKeeper(c: Supervision): WorkerKeeper {
  const now = () => performance.now();
  const backoff = makeBackoff(now);
  let meter = makeSilenceMeter(now);
  let logFrom = 0;
  return {
    async keep(server) {
      const address = `127.0.0.1:${server.port}`;
      const worker = c.state.get().worker;
      if (worker !== undefined) {
        const kept = await look(c, worker, address, meter);
        if (kept !== undefined) return kept.ready ? kept : undefined;
        if (!worker.ready) fail(c, logFrom);
        forgetHeartbeat(c.layout, worker.process.pid);
        c.state.set({ worker: undefined });
      }
      if (backoff.waitMs() <= 0 && !c.stopping.aborted && c.holdsHome()) {
        backoff.started();
        meter = makeSilenceMeter(now);
        logFrom = sizeOf(c.layout.workerLog);
        await start(c, address);
      }
      if (worker !== undefined) await forget(c, address);
      return undefined;
    },
    async stop() {
      const worker = c.state.get().worker?.process;
      // One that lives beats to its end, however long its last answer takes; one that hangs is not waited for.
      const silent = makeSilenceMeter(now);
      const beat = () => (worker === undefined ? '' : (readHeartbeat(c.layout, worker.pid)?.mark ?? ''));
      const hangs = () => silent.silentMs(beat()) > c.options.heartbeatLostMs;
      const result = await stopProcess(worker, timings.workerStopMs, hangs);
      if (result !== 'gone') c.log(`worker ${result}`);
      c.state.set({ worker: undefined });
    },
    get tries() {
      return backoff.tries;
    },
  };
}

/** The worker as it is now, or nothing when another one has to be started: then this one has left. */
async function look(
  c: Supervision,
  worker: WorkerState,
  address: string,
  meter: SilenceMeter,
): Promise<WorkerState | undefined> {
  const { process } = worker;
  if (!isAlive(process)) {
    c.log(`worker ${process.pid} has ended`);
    return undefined;
  }
  if (worker.address !== address) {
    c.log(`worker ${process.pid} is for a server that has gone: ${await stopProcess(process, timings.workerStopMs)}`);
    return undefined;
  }
  const beat = readHeartbeat(c.layout, process.pid);
  if (meter.silentMs(beat?.mark ?? '') > c.options.heartbeatLostMs) {
    // Dead for certain before another one starts: two of a home would be one too many.
    c.log(`worker ${process.pid} hangs: ${await killProcess(process)}`);
    return undefined;
  }
  if (beat?.ready !== true || worker.ready) return worker;
  const ready: WorkerState = { ...worker, ready: true };
  c.state.set({ worker: ready, failure: undefined });
  c.log('worker ready');
  return ready;
}

/** While the next worker starts: decisions that come until then wait for it, and not for the one that has left. */
async function forget(c: Supervision, address: string): Promise<void> {
  try {
    await withConnection({ address }, (connection) => forgetQueues(connection, embeddedNamespace));
  } catch (error) {
    c.log(`the queues of the last worker are not forgotten: ${String(error)}`);
  }
}

async function start(c: Supervision, address: string): Promise<void> {
  try {
    for (const stray of findProcesses(workerMark(c.layout))) {
      c.log(`an unrecorded worker ${stray.pid}: ${await stopProcess(stray, timings.workerStopMs)}`);
    }
    const { workerScript: script, env } = c.options;
    const child = startWorker(c.layout, { script, address, epoch: c.state.get().epoch, env });
    child.once('exit', c.wake);
    child.once('error', (error) => c.log(`worker: ${error.message}`));
    const process = child.pid === undefined ? undefined : identify(child.pid);
    if (process === undefined) return fail(c, sizeOf(c.layout.workerLog));
    c.state.set({ worker: { process, address, ready: false } });
    c.log(`worker ${process.pid} started`);
  } catch (error) {
    c.state.set({ failure: thrownFailure('The worker', error) });
  }
}

function fail(c: Supervision, fromBytes: number): void {
  const failure = startFailure('The worker', c.layout.workerLog, fromBytes);
  c.log(failure.message);
  c.state.set({ failure });
}
