import { setTimeout as pause } from 'node:timers/promises';
import { EngineError } from './engine-error.ts';
import { findProcesses } from './find-processes.ts';
import { type HomeLayout, homeLayout } from './home-layout.ts';
import { takeLock } from './lock.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { workerMark } from './start-worker.ts';
import { type EngineState, readState, writeState } from './state.ts';
import { type StopResult, stopProcess } from './stop-process.ts';
import { timings } from './timings.ts';

/** What was stopped, and how. */
export interface StoppedProcess {
  readonly role: 'supervisor' | 'worker' | 'server';
  readonly pid: number;
  readonly how: Exclude<StopResult, 'gone'>;
}

/**
 * Stops the engine of a home, of whatever version: worker, then server. Returns when the processes are gone,
 * an empty list when none ran. Throws ENGINE_LOCKED when it is run by another machine.
 */
export async function stopEngine(options: { readonly home: string }): Promise<readonly StoppedProcess[]> {
  const layout = homeLayout(options.home);
  const before = readState(layout.state);
  const stopped: StoppedProcess[] = [];
  for (;;) {
    const attempt = tryLock(layout);
    if (attempt === undefined) return stopped; // there is no such home
    if ('lock' in attempt) {
      try {
        return [...stopped, ...(await stopRest(layout))];
      } finally {
        attempt.lock.release();
      }
    }
    const { holder } = attempt;
    if (!holder.here) throw elsewhere(layout.home, holder.process.host);
    // The supervisor stops worker and server by itself, in that order.
    const how = await stopProcess(holder.process, timings.supervisorStopMs);
    if (how !== 'gone') stopped.push({ role: 'supervisor', pid: holder.process.pid, how });
    if (how === 'stopped' && before !== undefined) stopped.push(...children(before));
    await pause(timings.pollMs);
  }
}

/** The sentence for a home that is in use on another machine or in another container. */
export function elsewhere(home: string, host: string): EngineError {
  const hint = 'Use the engine there, or set DAILIES_HOME to a folder of this machine.';
  return new EngineError('ENGINE_LOCKED', `The engine in ${home} is run by another machine (${host}).`, hint);
}

async function stopRest(layout: HomeLayout): Promise<readonly StoppedProcess[]> {
  const state = readState(layout.state);
  const strays = { worker: findProcesses(workerMark(layout)), server: findProcesses(layout.database) };
  const result: StoppedProcess[] = [
    ...(await stopAll('worker', [state?.worker?.process, ...strays.worker], timings.workerStopMs)),
    ...(await stopAll('server', [state?.server?.process, ...strays.server], timings.serverStopMs)),
  ];
  if (state !== undefined && (state.phase !== 'stopped' || result.length > 0)) {
    const { format, version, epoch } = state;
    writeState(layout.state, { format, version, epoch, phase: 'stopped' });
  }
  return result;
}

async function stopAll(
  role: StoppedProcess['role'],
  targets: readonly (ProcessIdentity | undefined)[],
  graceMs: number,
): Promise<readonly StoppedProcess[]> {
  const stopped: StoppedProcess[] = [];
  for (const target of targets) {
    const how = await stopProcess(target, graceMs);
    if (how !== 'gone' && target !== undefined) stopped.push({ role, pid: target.pid, how });
  }
  return stopped;
}

function children(before: EngineState): readonly StoppedProcess[] {
  const worker = before.worker?.process.pid;
  const server = before.server?.process.pid;
  return [
    ...(worker === undefined ? [] : [{ role: 'worker', pid: worker, how: 'stopped' } as const]),
    ...(server === undefined ? [] : [{ role: 'server', pid: server, how: 'stopped' } as const]),
  ];
}

function tryLock(layout: HomeLayout): ReturnType<typeof takeLock> | undefined {
  try {
    return takeLock(layout.lock, 'down');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
