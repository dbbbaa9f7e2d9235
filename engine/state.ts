import { type EngineErrorCode, isEngineErrorCode } from './engine-error.ts';
import { isRecord, readJsonFile, writeFileWhole } from './json-file.ts';
import { type ProcessIdentity, readIdentity } from './process-identity.ts';

/** `stopped` stays on disk, so that a failure can be read after its supervisor has gone. */
export type EnginePhase = 'starting' | 'running' | 'stopping' | 'stopped';

/** The server as the supervisor started or adopted it. */
export interface ServerState {
  readonly process: ProcessIdentity;
  readonly port: number;
  /** The inode of its database: a file deleted and made again is another one. */
  readonly databaseInode: number;
  /** It answers, and its namespace is prepared. */
  readonly ready: boolean;
}

/** The worker as the supervisor started or adopted it. */
export interface WorkerState {
  readonly process: ProcessIdentity;
  /** The server that it was started for. */
  readonly address: string;
  readonly ready: boolean;
}

/** Why the engine is not up. */
export interface EngineFailure {
  readonly code: EngineErrorCode;
  readonly message: string;
  readonly hint: string;
}

/** What runs in a home. One writer: the holder of the home's lock. */
export interface EngineState {
  readonly format: 1;
  /** The version of Dailies that runs it. */
  readonly version: string;
  readonly phase: EnginePhase;
  readonly epoch: number;
  readonly supervisor?: ProcessIdentity | undefined;
  readonly server?: ServerState | undefined;
  readonly worker?: WorkerState | undefined;
  readonly failure?: EngineFailure | undefined;
}

/** The recorded state, or nothing where none is known. A format that is not ours counts as none. */
export function readState(path: string): EngineState | undefined {
  const value = readJsonFile(path);
  if (!isRecord(value) || value.format !== 1) return undefined;
  const { version, phase, epoch } = value;
  if (typeof version !== 'string' || !isPhase(phase) || !isWhole(epoch)) return undefined;
  return {
    format: 1,
    version,
    phase,
    epoch,
    supervisor: readIdentity(value.supervisor),
    server: readServer(value.server),
    worker: readWorker(value.worker),
    failure: readFailure(value.failure),
  };
}

/** Replaces the recorded state in one step. */
export function writeState(path: string, state: EngineState): void {
  writeFileWhole(path, `${JSON.stringify(state, undefined, 2)}\n`);
}

function readServer(value: unknown): ServerState | undefined {
  if (!isRecord(value)) return undefined;
  const process = readIdentity(value.process);
  const { port, databaseInode, ready } = value;
  if (process === undefined || !isWhole(port) || !isWhole(databaseInode)) return undefined;
  return { process, port, databaseInode, ready: ready === true };
}

function readWorker(value: unknown): WorkerState | undefined {
  if (!isRecord(value)) return undefined;
  const process = readIdentity(value.process);
  if (process === undefined || typeof value.address !== 'string') return undefined;
  return { process, address: value.address, ready: value.ready === true };
}

function readFailure(value: unknown): EngineFailure | undefined {
  if (!isRecord(value) || !isEngineErrorCode(value.code)) return undefined;
  const { code, message, hint } = value;
  return typeof message === 'string' && typeof hint === 'string' ? { code, message, hint } : undefined;
}

function isPhase(value: unknown): value is EnginePhase {
  return value === 'starting' || value === 'running' || value === 'stopping' || value === 'stopped';
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
