import { homeLayout } from './home-layout.ts';
import { type LockHolder, lockHolder } from './lock.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';
import { type EngineState, readState } from './state.ts';

/** One process of the engine as it is now. */
export interface ProcessStatus {
  readonly process: ProcessIdentity;
  readonly alive: boolean;
  /** The server answers, or the worker takes work; as far as the supervisor knows. */
  readonly ready: boolean;
}

/** What runs in a home. */
export interface EngineStatus {
  /** Supervisor, server and worker live, and the latter two are ready. */
  readonly running: boolean;
  /** The version of Dailies that runs it. */
  readonly version?: string | undefined;
  readonly phase: EngineState['phase'];
  readonly epoch: number;
  readonly address?: string | undefined;
  readonly supervisor?: ProcessStatus | undefined;
  readonly server?: ProcessStatus | undefined;
  readonly worker?: ProcessStatus | undefined;
  readonly failure?: EngineState['failure'];
  /** Who holds the home's lock: the supervisor, or a command that is stopping the rest. */
  readonly holder?: LockHolder | undefined;
}

/** Looks at the files and processes of a home; asks no server and changes nothing. */
export function engineStatus(options: { readonly home: string }): EngineStatus {
  const layout = homeLayout(options.home);
  const holder = lockHolder(layout.lock);
  const state = readState(layout.state);
  if (state === undefined) return { running: false, phase: 'stopped', epoch: 0, version: holder?.note, holder };
  const supervised = holder?.process.pid === state.supervisor?.pid;
  const supervisor = supervised ? statusOf(state.supervisor, true) : undefined;
  const server = statusOf(state.server?.process, state.server?.ready === true);
  const worker = statusOf(state.worker?.process, state.worker?.ready === true);
  const up = [supervisor, server, worker].every((one) => one?.alive && one.ready);
  return {
    running: up && state.phase === 'running',
    version: state.version,
    phase: state.phase,
    epoch: state.epoch,
    address: state.server === undefined ? undefined : `127.0.0.1:${state.server.port}`,
    supervisor,
    server,
    worker,
    failure: state.failure,
    holder,
  };
}

function statusOf(process: ProcessIdentity | undefined, ready: boolean): ProcessStatus | undefined {
  return process === undefined ? undefined : { process, alive: isAlive(process), ready };
}
