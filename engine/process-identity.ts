import { hostname } from 'node:os';
import { bootId, pidSpace, startOf } from '../store/process-facts.ts';
import { isRecord } from './json-file.ts';

/** Names one process for ever: a pid alone is used again after a restart, and after a while. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own words. */
  readonly start: string;
  /** The boot that `start` counts from; empty where `start` is a date. */
  readonly boot: string;
  /** The space that the pid counts in (a container's differs); empty where there is one only. */
  readonly space: string;
  readonly host: string;
}

/** `elsewhere`: of another machine or container, so it cannot be judged from here. */
export type Liveness = 'alive' | 'dead' | 'elsewhere';

/** The identity of a running process, or nothing when there is none of that pid. */
export function identify(pid: number): ProcessIdentity | undefined {
  const start = startOf(pid);
  return start === undefined || start === 'ended'
    ? undefined
    : { pid, start, boot: bootId(), space: pidSpace(), host: hostname() };
}

/** Whether that very process still runs. A zombie does not. */
export function liveness(process: ProcessIdentity): Liveness {
  if (process.boot !== bootId()) return process.host === hostname() ? 'dead' : 'elsewhere';
  if (process.space !== pidSpace() || (process.boot === '' && process.host !== hostname())) return 'elsewhere';
  return startOf(process.pid) === process.start ? 'alive' : 'dead';
}

/** Whether that very process still runs on this machine. */
export function isAlive(process: ProcessIdentity | undefined): boolean {
  return process !== undefined && liveness(process) === 'alive';
}

/** Reads an identity out of parsed JSON. */
export function readIdentity(value: unknown): ProcessIdentity | undefined {
  if (!isRecord(value)) return undefined;
  const { pid, start, boot, space, host } = value;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (typeof start !== 'string' || typeof boot !== 'string') return undefined;
  if (typeof space !== 'string' || typeof host !== 'string') return undefined;
  return { pid, start, boot, space, host };
}
