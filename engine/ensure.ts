import { utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { BinaryOptions } from './binary/find.ts';
import { findBinary } from './binary/find.ts';
import { EngineError, systemCode } from './engine-error.ts';
import { externalEngine, reachExternal } from './external.ts';
import { type HomeLayout, notWritable, prepareHome } from './home-layout.ts';
import { logTail } from './log-file.ts';
import { type EngineStatus, engineStatus } from './look.ts';
import { embeddedNamespace } from './pinned.ts';
import { type SupervisorProcess, startSupervisor } from './start-supervisor.ts';
import { elsewhere } from './stop.ts';
import { type ConnectionSettings, listens } from './temporal-connection.ts';
import { timings } from './timings.ts';

/** What a command wants of the engine. */
export interface EnsureOptions {
  readonly home: string;
  /** Where and how to find the Temporal binary; its `env` is that of the engine, too. */
  readonly binary: BinaryOptions;
  /** The compiled entry of the worker. */
  readonly workerScript: string;
  /** The version of Dailies. */
  readonly version: string;
  /** Told what is being waited for, a short sentence each. */
  readonly report?: (line: string) => void;
  /** The compiled entry of the supervisor; where it is built by default. */
  readonly supervisorScript?: string;
  readonly idleStopMs?: number;
  readonly heartbeatLostMs?: number;
}

/** An engine that answers. */
export interface Engine {
  readonly address: string;
  readonly namespace: string;
  /** The number of the server's start; 0 for a Temporal of the user's own. */
  readonly epoch: number;
  /** False for a Temporal of the user's own: then nobody here starts a worker. */
  readonly embedded: boolean;
  /** What a client needs to connect. */
  readonly settings: ConnectionSettings;
}

/**
 * Returns an engine that answers and has a worker: the user's own Temporal, else the one of this home, whatever
 * of it lives being adopted and the rest started. Throws EngineError.
 */
export async function ensureEngine(options: EnsureOptions): Promise<Engine> {
  const { env } = options.binary;
  const external = await externalEngine(env);
  if (external !== undefined) {
    await reachExternal(external);
    const { settings, namespace } = external;
    return { address: settings.address, namespace, epoch: 0, embedded: false, settings };
  }
  const layout = prepareHome(options.home);
  const status = await comeUp(options, layout);
  const address = status.address ?? '';
  return { address, namespace: embeddedNamespace, epoch: status.epoch, embedded: true, settings: { address } };
}

async function comeUp(options: EnsureOptions, layout: HomeLayout): Promise<EngineStatus> {
  const report = options.report ?? (() => {});
  let binary: string | undefined;
  let started: SupervisorProcess | undefined;
  let endMs = performance.now() + timings.serverReadyMs + timings.workerReadyMs;
  for (;;) {
    // First the mark, then the look: see stayedIdle in supervise.ts.
    markUse(layout);
    const status = engineStatus({ home: layout.home });
    refuseOthers(status, options.version, layout);
    // A process that was killed this instant still looks alive; its port does not.
    if (status.running && (await answersAt(status))) return status;
    if (status.holder === undefined && (started === undefined || started.ended())) {
      if (started?.failed()) throw cameToNothing(status, layout);
      if (binary === undefined) {
        binary = await findBinary(options.binary);
        endMs = performance.now() + timings.serverReadyMs + timings.workerReadyMs;
      }
      report('Starting the engine');
      started = startSupervisor(layout, { ...options, env: options.binary.env, binary });
    }
    if (performance.now() > endMs) throw cameToNothing(status, layout);
    await pause(timings.pollMs);
  }
}

function answersAt(status: EngineStatus): Promise<boolean> {
  return listens(Number(status.address?.split(':').at(-1)));
}

function refuseOthers(status: EngineStatus, version: string, layout: HomeLayout): void {
  if (status.holder?.here === false) throw elsewhere(layout.home, status.holder.process.host);
  const lives = [status.supervisor, status.server, status.worker].some((one) => one?.alive);
  if (!lives || status.version === undefined || status.version === version) return;
  throw new EngineError(
    'ENGINE_VERSION',
    `The engine is run by Dailies ${status.version}, and this is Dailies ${version}.`,
    'Type `dailies down` to stop it; open runs go on when it is started again.',
  );
}

function cameToNothing(status: EngineStatus, layout: HomeLayout): EngineError {
  if (status.failure !== undefined) {
    const { code, message, hint } = status.failure;
    return new EngineError(code, message, hint);
  }
  const last = logTail(layout.supervisorLog, 1)[0];
  const message = `The engine does not come up${last === undefined ? '.' : `: ${last}`}`;
  return new EngineError('ENGINE_START', message, `See ${layout.logs}, and try \`dailies doctor\`.`);
}

function markUse(layout: HomeLayout): void {
  try {
    const now = new Date();
    utimesSync(layout.lastUse, now, now);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw notWritable(layout.home, error);
    writeFileSync(layout.lastUse, '', { mode: 0o600 });
  }
}
