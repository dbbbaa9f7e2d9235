import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const CHILD = fileURLToPath(new URL('./read-child.mjs', import.meta.url));
/** Processor time for one mebibyte, and the most memory of a process that reads sixteen of them one after the other. */
const MOST_MS = 2_000;
const MOST_MB = 300;

type Said = { readonly took: { readonly [input: string]: number }; readonly megabytes: number };

test.each(['answer', 'callback', 'lock', 'picks', 'record', 'yaml', 'csv', 'jsonl'])(
  'a mebibyte of anything, read as %s: no crash, within two seconds and 300 MB',
  async (reader) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', CHILD, reader]);
    const { took, megabytes }: Said = JSON.parse(stdout);
    expect(Object.keys(took).length).toBeGreaterThan(10);
    expect(Object.entries(took).filter(([, ms]) => ms > MOST_MS)).toEqual([]);
    expect(megabytes).toBeLessThanOrEqual(MOST_MB);
  },
  120_000,
);
