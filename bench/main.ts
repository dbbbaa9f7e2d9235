import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openBed } from './bed.ts';
import type { Bench } from './bench.ts';
import { calledBack } from './called-back.ts';
import { compile } from './compile.ts';
import { crowd } from './crowd.ts';
import { fairness } from './fairness.ts';
import { hostile } from './hostile.ts';
import { oneRun } from './one-run.ts';
import { measurePeers } from './peers-main.ts';
import { printTable } from './print-table.ts';
import { recovery } from './recovery.ts';
import { type Row, spreadOf } from './row.ts';
import { sameGets } from './same-gets.ts';
import { scale } from './scale.ts';
import { start } from './start.ts';
import { threeRuns } from './three-runs.ts';
import { wrongName } from './wrong-name.ts';

// npm run bench [-- names…] [-- --json]: measures, prints a table, leaves nothing behind. A missed goal is no failure.
// npm run bench -- --peers [names…] [--json]: others beside us (peers-main.ts).
const BENCHES: { readonly [name: string]: Bench } = {
  'one-run': oneRun,
  'three-runs': threeRuns,
  fairness,
  'same-gets': sameGets,
  callbacks: calledBack,
  start,
  recovery,
  compile,
  hostile,
  scale,
  crowd,
};

/** The longest start a hundred runs, or work on some hundred nodes. */
const MOST_MS = 600_000;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, peers: { type: 'boolean' } },
});
const names = positionals.length === 0 ? Object.keys(BENCHES) : positionals;
const wrong = wrongName('bench', names, Object.keys(BENCHES));
if (flags.peers === true) process.exitCode = await measurePeers(positionals, flags.json === true);
else if (wrong === undefined) process.exitCode = await measure();
else {
  process.stderr.write(`${wrong}\n`);
  process.exitCode = 64;
}

async function measure(): Promise<number> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  say('making clips');
  const bed = await openBed(process.env, say);
  const rows: Row[] = [];
  let failed = 0;
  try {
    for (const name of names) {
      try {
        rows.push(...(await inTime(BENCHES[name]?.(bed) ?? [])));
      } catch (error) {
        failed += 1;
        say(`${name} could not be measured: ${error instanceof Error ? error.message : error}`);
      } finally {
        await bed.endStarted();
      }
    }
  } finally {
    await bed.close();
  }
  process.stdout.write(
    flags.json === true ? `${JSON.stringify(documentOf(rows), undefined, 2)}\n` : `${printTable(rows)}\n`,
  );
  return failed === 0 ? 0 : 1;
}

/** A bench that hangs is a finding, too: it is ended and the others are measured. */
async function inTime(rows: readonly Row[] | Promise<readonly Row[]>): Promise<readonly Row[]> {
  const ended = new AbortController();
  const late = pause(MOST_MS, undefined, { signal: ended.signal }).then(() => {
    throw new Error(`it took more than ${MOST_MS / 1000} s`);
  });
  return Promise.race([rows, late]).finally(() => ended.abort());
}

function documentOf(rows: readonly Row[]) {
  const machine = { cores: os.availableParallelism(), node: process.version, platform: process.platform };
  return { at: new Date().toISOString(), machine, rows: rows.map((row) => ({ ...row, ...spreadOf(row.values) })) };
}
