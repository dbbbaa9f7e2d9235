import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BinaryOptions, presentBinary } from './binary/find.ts';
import { isEngineError } from './engine-error.ts';
import { externalEngine, reachExternal } from './external.ts';
import { homeLayout } from './home-layout.ts';
import { type EngineStatus, engineStatus } from './look.ts';
import { answers } from './temporal-connection.ts';

/** One line of `dailies doctor`. `hint` stands where something is to be done. */
export interface Diagnosis {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly hint?: string;
}

/** Looks at everything around the engine; starts, fetches and changes nothing. */
export async function diagnoseEngine(options: {
  readonly home: string;
  readonly version: string;
  readonly binary: BinaryOptions;
}): Promise<readonly Diagnosis[]> {
  const external = await diagnoseExternal(options.binary.env);
  if (external !== undefined) return [external];
  const status = engineStatus({ home: options.home });
  return [
    diagnoseHome(options.home),
    await diagnoseBinary(options.binary),
    diagnoseVersion(status, options.version),
    diagnoseSupervisor(status),
    await diagnoseServer(status),
    diagnoseWorker(status),
  ];
}

async function diagnoseExternal(env: NodeJS.ProcessEnv): Promise<Diagnosis | undefined> {
  const check = 'Temporal of your own';
  const engine = await externalEngine(env);
  if (engine === undefined) return undefined;
  try {
    await reachExternal(engine);
    const detail = `${engine.settings.address}, namespace ${engine.namespace}; its worker is \`dailies worker\``;
    return { check, ok: true, detail };
  } catch (error) {
    if (!isEngineError(error)) throw error;
    return { check, ok: false, detail: error.message, hint: error.hint };
  }
}

function diagnoseHome(home: string): Diagnosis {
  const { home: path } = homeLayout(home);
  let folder = path;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return { check: 'home', ok: true, detail: folder === path ? path : `${path}, made by the first run` };
  } catch {
    const hint = 'Make it writable for you, or set DAILIES_HOME to a folder that is.';
    return { check: 'home', ok: false, detail: `${folder} cannot be written`, hint };
  }
}

async function diagnoseBinary(options: BinaryOptions): Promise<Diagnosis> {
  const { path, why } = await presentBinary(options);
  const missing = options.env.DAILIES_TEMPORAL ? { hint: 'Correct or unset DAILIES_TEMPORAL.' } : {};
  // None yet is no fault: the first run fetches it.
  const ok = path !== undefined || !('hint' in missing);
  return { check: 'binary', ok, detail: path === undefined ? why : `${path} (${why})`, ...(ok ? {} : missing) };
}

function diagnoseVersion(status: EngineStatus, version: string): Diagnosis {
  const check = 'version';
  const lives = [status.supervisor, status.server, status.worker].some((one) => one?.alive);
  if (!lives) return { check, ok: true, detail: 'nothing runs' };
  if (status.version === version) return { check, ok: true, detail: version };
  const detail = `the engine is run by Dailies ${status.version ?? '?'}, this is ${version}`;
  return { check, ok: false, detail, hint: 'Type `dailies down`.' };
}

function diagnoseSupervisor(status: EngineStatus): Diagnosis {
  const check = 'supervisor';
  if (status.supervisor?.alive) return { check, ok: true, detail: `pid ${status.supervisor.process.pid}` };
  if (status.failure !== undefined) {
    return { check, ok: false, detail: status.failure.message, hint: status.failure.hint };
  }
  const left = [status.server, status.worker].some((one) => one?.alive);
  if (!left) return { check, ok: true, detail: 'not running; the next run starts it' };
  const hint = 'The next run takes them over, or type `dailies up`.';
  return { check, ok: false, detail: 'died and left its processes behind', hint };
}

async function diagnoseServer(status: EngineStatus): Promise<Diagnosis> {
  const check = 'server';
  const { server, address } = status;
  if (!server?.alive || address === undefined) return { check, ok: !status.supervisor?.alive, detail: 'not running' };
  const detail = `pid ${server.process.pid} at ${address}, epoch ${status.epoch}`;
  if (await answers({ address })) return { check, ok: true, detail };
  return { check, ok: false, detail: `${detail}, does not answer`, hint: 'Type `dailies down`, then `dailies up`.' };
}

function diagnoseWorker(status: EngineStatus): Diagnosis {
  const check = 'worker';
  const { worker } = status;
  if (!worker?.alive) return { check, ok: !status.supervisor?.alive, detail: 'not running' };
  const detail = `pid ${worker.process.pid}`;
  if (worker.ready) return { check, ok: true, detail };
  return { check, ok: false, detail: `${detail}, not ready yet`, hint: 'Its log is in logs/worker.log of the home.' };
}
