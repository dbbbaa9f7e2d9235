import { prepareHome } from './home-layout.ts';
import { type IdleWatch, makeIdleWatch } from './idle.ts';
import { makeServerKeeper, type ServerKeeper } from './keep-server.ts';
import { makeWorkerKeeper, type WorkerKeeper } from './keep-worker.ts';
import { type Lock, takeLock } from './lock.ts';
import { identify } from './process-identity.ts';
import { openState, type Supervision, type SupervisorOptions } from './supervision.ts';
import { firstTries, timings } from './timings.ts';

/** How a supervisor ended; `held`: another one has this home. */
export type SupervisorEnd = 'stopped' | 'held' | 'idle' | 'failed' | 'home-lost';

/** Runs one server and one worker for a home until it is told to stop or nobody needs them. */
export async function supervise(
  options: SupervisorOptions,
  stopping: AbortSignal,
  log: (line: string) => void,
): Promise<SupervisorEnd> {
  const layout = prepareHome(options.home);
  const attempt = takeLock(layout.lock, options.version);
  if ('holder' in attempt) return 'held';
  const { lock } = attempt;
  const pause = makePause(stopping);
  const state = openState(layout, options.version, log, lock.isOurs);
  const c: Supervision = { options, layout, state, stopping, log, holdsHome: lock.isOurs, wake: pause.wake };
  const server = makeServerKeeper(c);
  const worker = makeWorkerKeeper(c);
  if (state.get().version !== options.version) await stopBoth(server, worker);
  state.set({ version: options.version, phase: 'starting', supervisor: identify(process.pid), failure: undefined });
  const end = await watch(c, { lock, server, worker, idle: makeIdleWatch(c), pause: pause.wait });
  log(`stopping: ${end}`);
  state.set({ phase: 'stopping' });
  await stopBoth(server, worker);
  state.set({ phase: 'stopped', supervisor: undefined });
  lock.release();
  return end;
}

interface Watched {
  readonly lock: Lock;
  readonly server: ServerKeeper;
  readonly worker: WorkerKeeper;
  readonly idle: IdleWatch;
  readonly pause: () => Promise<void>;
}

async function watch(c: Supervision, w: Watched): Promise<SupervisorEnd> {
  let wasUp = false;
  let refreshedMs = performance.now();
  for (; !c.stopping.aborted; await w.pause()) {
    if (!w.lock.isOurs()) return 'home-lost';
    if (performance.now() - refreshedMs > timings.lockRefreshMs) {
      w.lock.refresh();
      refreshedMs = performance.now();
    }
    const server = await w.server.keep();
    const worker = server === undefined ? undefined : await w.worker.keep(server);
    if (server !== undefined && worker !== undefined) {
      if (c.state.get().phase !== 'running') c.state.set({ phase: 'running' });
      wasUp = true;
    }
    if (!wasUp && c.state.get().failure !== undefined && Math.max(w.server.tries, w.worker.tries) >= firstTries) {
      return 'failed';
    }
    if (server !== undefined && (await w.idle.isIdle(server)) && stayedIdle(c, w.idle)) return 'idle';
  }
  return 'stopped';
}

// A command may come in between. It leaves its mark and then reads the phase; here the phase is written
// and then the mark is read, so at least one of the two sees the other.
function stayedIdle(c: Supervision, idle: IdleWatch): boolean {
  const beforeMs = idle.lastUseMs();
  c.state.set({ phase: 'stopping' });
  if (idle.lastUseMs() === beforeMs) return true;
  c.state.set({ phase: 'running' });
  return false;
}

async function stopBoth(server: ServerKeeper, worker: WorkerKeeper): Promise<void> {
  // The worker first: while it finishes what it has claimed, the server must still take its answers.
  await worker.stop();
  await server.stop();
}

function makePause(stopping: AbortSignal): { readonly wait: () => Promise<void>; readonly wake: () => void } {
  let wake = () => {};
  stopping.addEventListener('abort', () => wake());
  return {
    wake: () => wake(),
    wait: () =>
      new Promise((done) => {
        const timer = setTimeout(done, timings.lookMs);
        wake = () => {
          clearTimeout(timer);
          done();
        };
      }),
  };
}
