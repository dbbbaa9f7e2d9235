import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const largestBytes = 10 * 1024 * 1024;
const tailBytes = 8 * 1024;

/** Runs `use` with a log opened for appending. A log above 10 MB is put aside as `.1` first. */
export function withLog<T>(path: string, use: (file: number) => T): T {
  if (sizeOf(path) > largestBytes) renameSync(path, `${path}.1`);
  const file = openSync(path, 'a', 0o600);
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}

/** The last lines written since the log had `fromBytes`, without control characters. */
export function logTail(path: string, lines: number, fromBytes = 0): readonly string[] {
  const size = sizeOf(path);
  // A log that was put aside in between starts at 0 again.
  const start = Math.max(size < fromBytes ? 0 : fromBytes, size - tailBytes);
  if (size <= start) return [];
  const bytes = Buffer.alloc(size - start);
  const file = openSync(path, 'r');
  try {
    const count = readSync(file, bytes, 0, bytes.length, start);
    return bytes.toString('utf8', 0, count).split('\n').map(plain).filter(Boolean).slice(-lines);
  } finally {
    closeSync(file);
  }
}

/** The size in bytes, 0 where there is no file. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

// A log holds foreign text; what is quoted from it must not steer a terminal.
function plain(line: string): string {
  return line.replace(/\p{C}/gu, ' ').trim().slice(0, 300);
}
