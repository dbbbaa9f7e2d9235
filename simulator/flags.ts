import { parseArgs } from 'node:util';
import { GENERATIONS } from './generations.ts';
import type { SimulatorOptions } from './start-simulator.ts';

/** What can be typed behind `dailies simulator`, each with the words of its help. */
export const SIMULATOR_FLAGS: { readonly [flag: string]: string } = {
  port: 'port on 127.0.0.1 (default: a free one)',
  state: 'file in which tasks, bill, keys, seed and clock outlive the process',
  files: 'folder for clips (default: beside the state file)',
  speed: 'divides queue and render times, never the life of links',
  seed: 'decides times and pictures',
  cap: 'tasks at the same time per account (default: 5)',
  counts: 'what the cap counts: in-flight or queued',
  idempotency: 'Idempotency-Key: honour, ignore or forget (default: as the API does)',
  extend: 'what an extension returns: includes-source or segment-only',
  api: "generation of the vendor's API (default: simulator)",
  key: 'a key that is let in, may be repeated; NEW=OLD took the place of another (default: any key)',
  'link-life-ms': 'life of result links (default: as the API has it)',
  'task-ms': 'the same time for each task, instead of the table',
  jitter: 'part by which times vary (default: 0.15)',
};

/** Reads the flags; a mistake throws an error whose message is for the person who typed it. */
export function readFlags(args: readonly string[]): SimulatorOptions {
  const names = Object.keys(SIMULATOR_FLAGS);
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(names.map((name) => [name, { type: 'string', multiple: true } as const])),
  });
  const text = (name: string): string | undefined => list(name)?.at(-1);
  const list = (name: string): readonly string[] | undefined => values[name]?.map(String);
  const number = (name: string): number | undefined => readNumber(name, text(name));
  return {
    port: number('port'),
    stateFile: text('state'),
    filesFolder: text('files'),
    speed: number('speed'),
    seed: text('seed'),
    cap: number('cap'),
    counts: choice('counts', text('counts'), ['in-flight', 'queued']),
    idempotency: choice('idempotency', text('idempotency'), ['honour', 'ignore', 'forget']),
    extend: choice('extend', text('extend'), ['includes-source', 'segment-only']),
    api: choice('api', text('api'), API_NAMES),
    keys: list('key'),
    linkLifeMs: number('link-life-ms'),
    taskMs: number('task-ms'),
    jitter: number('jitter'),
  };
}

const API_NAMES = Object.values(GENERATIONS).map((generation) => generation.name);

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) throw new Error(`--${name}: '${text}' is no number`);
  return value;
}

function choice<T extends string>(name: string, text: string | undefined, allowed: readonly T[]): T | undefined {
  if (text === undefined) return undefined;
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new Error(`--${name}: '${text}' is none of ${allowed.join(', ')}`);
  return found;
}
