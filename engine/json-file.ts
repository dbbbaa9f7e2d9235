import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { systemCode } from './engine-error.ts';

/** The parsed content, or nothing where there is no file or no JSON. A file that cannot be read throws. */
export function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaces the file in one step, so that nobody reads half of it; private to the user. */
export function writeFileWhole(path: string, text: string): void {
  const part = writePart(path, text);
  try {
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** Writes and syncs the text under a name of this process's own beside the path, and returns that name. */
export function writePart(path: string, text: string): string {
  const part = `${path}.${process.pid}.part`;
  const file = openSync(part, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return part;
}

/** Whether a parsed value is an object with string keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
