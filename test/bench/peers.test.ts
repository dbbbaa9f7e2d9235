import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { peersTable } from '../../bench/peers-table.ts';
import { killTree, treeOf } from '../../bench/process-tree.ts';
import { processorTimeMs } from '../../bench/processor-time.ts';
import { ASKED, shotsFrom } from '../../bench/shots.ts';
import { wrongName } from '../../bench/wrong-name.ts';
import { startSimulator } from '../../simulator/index.ts';

const made = { ratio: 1.05, gapP50: 20, gapP99: 40, refusals: 0, cpuMs: undefined, startS: 0.5 };
const damage = { twice: 0, lost: 0, unsure: 0, waiting: 0 };

test('all sides stand beside each other, with extremes, sums over the kills and a dash for what was not measured', () => {
  const table = peersTable([
    {
      title: 'One',
      made: [made, { ...made, ratio: 1.1 }, { ...made, ratio: 1.02 }],
      quick: [
        { ...damage, twice: 1 },
        { ...damage, twice: 2, postS: 3.21 },
      ],
      slow: [{ ...damage, unsure: 5, waiting: 10 }],
      failures: [],
    },
    { title: 'Other', made: [made], quick: [], slow: [], failures: [] },
  ]).split('\n');
  expect(table[0]).toBe('|  | One | Other |');
  expect(table).toContain('| makespan / ideal | 1.050 (1.020–1.100) | 1.050 |');
  expect(table).toContain('| processor time a job | – | – |');
  expect(table).toContain('| `kill -9` of everything, to the next POST | 3.21 s | – |');
  expect(table).toContain('| – paid twice | 3 in 2 kills | – |');
  expect(table).toContain('| – unsure, a person is asked | 5 in 1 kills | – |');
});

test('a name that is no peer is told with those that are', () => {
  expect(wrongName('peer', ['bullmq', 'dailies'], ['dailies', 'bullmq'])).toBeUndefined();
  expect(wrongName('peer', ['bullmq', 'cron'], ['dailies', 'bullmq'])).toBe(
    'there is no peer "cron"; there are: dailies, bullmq',
  );
});

test('what the programs of all peers call submits under a key, waits, and gives a file its name when it is whole', async () => {
  const simulator = await startSimulator({ taskMs: 20 });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dailies-peers-'));
  try {
    const calls = pathToFileURL(path.resolve('bench/peers/vendor-calls.mjs')).href;
    const program = path.join(folder, 'program.mjs');
    writeFileSync(
      program,
      `import { batch, download, submit, wait } from '${calls}';
       for (const shot of batch.shots) await submit(shot);
       for (const shot of batch.shots) await download(shot, await wait(await submit(shot)));`,
    );
    const batch = { baseUrl: simulator.apiUrl, asked: ASKED, shots: shotsFrom(1, 2), folder, pollMs: 5 };
    const child = spawn(process.execPath, [program, JSON.stringify(batch)], { stdio: ['ignore', 'ignore', 'inherit'] });
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(simulator.ledger().tasks).toHaveLength(2);
    expect(readdirSync(folder).sort()).toEqual(['program.mjs', 's001.mp4', 's002.mp4']);
  } finally {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a server is killed with the processes beneath it', async () => {
  const script = `const { spawn } = require('node:child_process');
    spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => undefined, 1000)'], { stdio: 'inherit' });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const pids = treeOf(child.pid ?? 0);
  expect(pids).toHaveLength(2);
  await killTree(child.pid ?? 0);
  expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGKILL');
  expect(treeOf(pids[1] ?? 0)).toEqual([pids[1]]);
  expect(processorTimeMs(pids[1] ?? 0)).toBeUndefined();
});
