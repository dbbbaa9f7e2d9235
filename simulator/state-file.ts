import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Task } from './task.ts';

/** What outlives the process: each task as it was last, the seed, how far the clock was set ahead. */
export type StateEntry =
  | { readonly kind: 'start'; readonly version: 1; readonly seed: string; readonly aheadMs: number }
  | { readonly kind: 'task'; readonly task: Task }
  | { readonly kind: 'clock'; readonly aheadMs: number };

export type StateFile = {
  readonly seed: string;
  readonly aheadMs: number;
  readonly tasks: readonly Task[];
  /** Returns once the operating system has the entry: it outlives a `kill -9` of this process. */
  readonly append: (entry: StateEntry) => void;
};

/**
 * Opens a file of one JSON entry a line, or starts it. A last line without its end was never acknowledged and is
 * dropped; any other line that cannot be read is an error. The file is rewritten (and replaced in one step) first.
 */
export function openStateFile(file: string, seed: string): StateFile {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const state = { seed, aheadMs: 0, tasks: new Map<string, Task>() };
  if (existsSync(file)) for (const entry of readEntries(file)) apply(state, entry);
  const tasks = [...state.tasks.values()].sort((a, b) => a.ordinal - b.ordinal);
  const entries: StateEntry[] = [
    { kind: 'start', version: 1, seed: state.seed, aheadMs: state.aheadMs },
    ...tasks.map((task): StateEntry => ({ kind: 'task', task })),
  ];
  writeFileSync(`${file}.new`, entries.map(line).join(''), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return { ...state, tasks, append: (entry) => appendFileSync(file, line(entry)) };
}

/** Without a file everything is forgotten with the process. */
export function noStateFile(seed: string): StateFile {
  return { seed, aheadMs: 0, tasks: [], append: () => {} };
}

function readEntries(file: string): readonly StateEntry[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  lines.pop();
  return lines.map((text, index) => {
    try {
      return JSON.parse(text);
    } catch {
      throw new Error(`${file}, line ${index + 1}: cannot be read. Delete the file to start the simulator anew.`);
    }
  });
}

function apply(state: { seed: string; aheadMs: number; tasks: Map<string, Task> }, entry: StateEntry): void {
  switch (entry.kind) {
    case 'start':
      if (entry.version !== 1) throw new Error(`the simulator's state has version ${entry.version}, not 1`);
      state.seed = entry.seed;
      state.aheadMs = entry.aheadMs;
      return;
    case 'task':
      state.tasks.set(entry.task.id, entry.task);
      return;
    case 'clock':
      state.aheadMs = entry.aheadMs;
      return;
    default:
      entry satisfies never;
  }
}

function line(entry: StateEntry): string {
  return `${JSON.stringify(entry)}\n`;
}
