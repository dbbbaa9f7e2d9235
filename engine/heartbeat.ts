import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { HomeLayout } from './home-layout.ts';
import { isRecord, readJsonFile } from './json-file.ts';
import { timings } from './timings.ts';

/** What a worker says about itself once a second. A file, so that a new supervisor hears an old worker. */
export interface Heartbeat {
  readonly ready: boolean;
}

/** The worker's side: says that this process is alive until `stop`, and that it takes work after `ready`. */
export interface Heart {
  ready(): void;
  stop(): void;
}

/** Starts to beat. Call it first thing in the worker; the timer keeps no process alive. */
export function startHeartbeat(layout: Pick<HomeLayout, 'heartbeat'>): Heart {
  const file = heartbeatFile(layout, process.pid);
  let ready = false;
  const beat = () => {
    try {
      // Not synced: a slow disk must not stop the worker's loop once a second.
      writeFileSync(`${file}.part`, JSON.stringify({ ready } satisfies Heartbeat), { mode: 0o600 });
      renameSync(`${file}.part`, file);
    } catch {
      // A full disk or a deleted home: the supervisor sees the silence, the work itself goes on.
    }
  };
  beat();
  const timer = setInterval(beat, timings.heartbeatMs).unref();
  return {
    ready() {
      ready = true;
      beat();
    },
    stop() {
      clearInterval(timer);
      forgetHeartbeat(layout, process.pid);
    },
  };
}

/** The last beat of that process, with a mark that differs from beat to beat. */
export function readHeartbeat(
  layout: Pick<HomeLayout, 'heartbeat'>,
  pid: number,
): (Heartbeat & { readonly mark: string }) | undefined {
  const file = heartbeatFile(layout, pid);
  const value = readJsonFile(file);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!isRecord(value)) return undefined;
  return { ready: value.ready === true, mark: stat === undefined ? '' : `${stat.mtimeMs} ${stat.ino}` };
}

/** Removes what a worker of that pid has written. */
export function forgetHeartbeat(layout: Pick<HomeLayout, 'heartbeat'>, pid: number): void {
  rmSync(heartbeatFile(layout, pid), { force: true });
}

// A file each: a worker that a person has started beside ours must not drown its beat.
function heartbeatFile(layout: Pick<HomeLayout, 'heartbeat'>, pid: number): string {
  return `${layout.heartbeat}.${pid}`;
}

/** The supervisor's side: how long a worker has been silent. */
export interface SilenceMeter {
  /** Milliseconds since the mark last changed, in time that this process itself was awake. */
  silentMs(mark: string): number;
}

/**
 * Counts silence in its own steps and no step as longer than a second: when the whole machine slept, or this
 * process was stopped, a worker that slept too is not taken for a hung one.
 */
export function makeSilenceMeter(nowMs: () => number): SilenceMeter {
  let lastMark: string | undefined;
  let lastLookMs = nowMs();
  let silentMs = 0;
  return {
    silentMs(mark) {
      const stepMs = Math.min(nowMs() - lastLookMs, 1_000);
      lastLookMs = nowMs();
      silentMs = mark === lastMark ? silentMs + stepMs : 0;
      lastMark = mark;
      return silentMs;
    },
  };
}
