import { isRecord } from './json-file.ts';
import { supervise } from './supervise.ts';
import type { SupervisorOptions } from './supervision.ts';
import { timings } from './timings.ts';

// The entry of the supervisor process. Its one argument holds what ensureEngine wants, as JSON.

const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
process.on('SIGINT', () => stop.abort());
// The terminal that it was started from may close.
process.on('SIGHUP', () => {});

const end = await supervise(readOptions(process.argv[2]), stop.signal, log);
log(`end: ${end}`);
process.exitCode = end === 'failed' ? 1 : 0;

function readOptions(argument: string | undefined): SupervisorOptions {
  const value: unknown = JSON.parse(argument ?? '{}');
  if (!isRecord(value)) throw new Error('the supervisor wants one JSON object');
  return {
    home: text(value.home),
    binary: text(value.binary),
    workerScript: text(value.workerScript),
    version: text(value.version),
    env: process.env,
    idleStopMs: typeof value.idleStopMs === 'number' ? value.idleStopMs : timings.idleStopMs,
    heartbeatLostMs: typeof value.heartbeatLostMs === 'number' ? value.heartbeatLostMs : timings.heartbeatLostMs,
  };
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new Error('the supervisor lacks an option');
  return value;
}

function log(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`);
}
