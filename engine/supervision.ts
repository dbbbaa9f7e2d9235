import type { HomeLayout } from './home-layout.ts';
import { type EngineState, readState, writeState } from './state.ts';

/** What a supervisor is started with. */
export interface SupervisorOptions {
  readonly home: string;
  /** The Temporal binary. */
  readonly binary: string;
  /** The worker's entry, a path. */
  readonly workerScript: string;
  /** The version of Dailies. */
  readonly version: string;
  /** Handed to the server in part and to the worker whole. */
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds without an open run after which the engine stops itself. */
  readonly idleStopMs: number;
  /** Milliseconds of silence after which a worker is killed. */
  readonly heartbeatLostMs: number;
}

/** What the parts of one supervisor share. */
export interface Supervision {
  readonly options: SupervisorOptions;
  readonly layout: HomeLayout;
  readonly state: StateBox;
  readonly stopping: AbortSignal;
  readonly log: (line: string) => void;
  /** False once the home's lock is not ours any more: then nothing is started or written here. */
  readonly holdsHome: () => boolean;
  /** Ends the supervisor's pause early. */
  readonly wake: () => void;
}

/** The state in memory, written through to its file. */
export interface StateBox {
  get(): EngineState;
  set(change: Partial<EngineState>): void;
}

/** Begins with what an earlier supervisor left. */
export function openState(
  layout: HomeLayout,
  version: string,
  log: (line: string) => void,
  holdsHome: () => boolean,
): StateBox {
  let state: EngineState = readState(layout.state) ?? { format: 1, version, phase: 'stopped', epoch: 0 };
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      if (!holdsHome()) return;
      try {
        writeState(layout.state, state);
      } catch (error) {
        // A full disk or a deleted home: what runs is still watched, and the next change is written again.
        log(`cannot write ${layout.state}: ${String(error)}`);
      }
    },
  };
}
