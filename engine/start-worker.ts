import { type ChildProcess, spawn } from 'node:child_process';
import type { HomeLayout } from './home-layout.ts';
import { withLog } from './log-file.ts';

/** What a worker is started for. It reads these from its environment. */
export interface WorkerStart {
  readonly script: string;
  /** host:port, as DAILIES_ENGINE_ADDRESS. */
  readonly address: string;
  /** As DAILIES_ENGINE_EPOCH: the epoch at its start; `readEpoch` knows the present one. */
  readonly epoch: number;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Threads that wait for files in the worker. Five submits and five downloads that come together have some sixty writes
 * to make durable, and Node's four threads would carry them to the disk four at a time.
 */
const FILE_THREADS = '16';

/**
 * A worker lives for nights beside other programs. By itself V8 lets the old of a heap grow to four times what lives in
 * it, and keeps up to 34 MB in each of two threads for what is new: at most 290 MB in all where 60 MB live, measured over
 * 60 s at 5 jobs a second, and 237 to 256 MB so, within the noise for the same processor time.
 */
const HEAP_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=50'] as const;

/** Starts the worker, logging into the home, in a session of its own so that it outlives us. */
export function startWorker(layout: HomeLayout, start: WorkerStart): ChildProcess {
  return withLog(layout.workerLog, (log) =>
    spawn(process.execPath, [...HEAP_FLAGS, start.script, workerMark(layout)], {
      cwd: layout.home,
      detached: true,
      env: {
        UV_THREADPOOL_SIZE: FILE_THREADS,
        ...start.env,
        DAILIES_HOME: layout.home,
        DAILIES_ENGINE_ADDRESS: start.address,
        DAILIES_ENGINE_EPOCH: String(start.epoch),
      },
      stdio: ['ignore', log, log],
      windowsHide: true,
    }),
  );
}

/** The argument by which the workers of a home are told apart from those of another one. */
export function workerMark(layout: HomeLayout): string {
  return `--home=${layout.home}`;
}
