import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { compareTable } from '../../bench/compare-table.ts';
import { damageOf, type Side } from '../../bench/compare-trial.ts';
import { runScript } from '../../bench/script.ts';
import { shotsFrom } from '../../bench/shots.ts';
import { startSimulator } from '../../simulator/index.ts';

const SHOTS = shotsFrom(1, 3);

test('what is paid twice and what is torn is counted', async () => {
  const simulator = await startSimulator({ taskMs: 20 });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dailies-compare-'));
  const file = (name: string) => path.join(folder, name);
  try {
    const make = () => runScript({ baseUrl: simulator.apiUrl, shots: SHOTS, folder, atOnce: 3, pollMs: 5 });
    await make();
    let again: Promise<void> | undefined;
    const side: Side = {
      killAndRestart: () => {
        again = make().then(() => truncateSync(file('s002.mp4'), 2_000));
      },
      files: async () =>
        new Map(readdirSync(folder).map((name) => [name, { path: file(name), atMs: statSync(file(name)).mtimeMs }])),
      end: () => undefined,
      ended: async () => again?.then(() => ({ unsure: 0, waiting: 0 })),
    };
    const tasks = async () => simulator.ledger().tasks;
    const damage = await damageOf(side, { tasks }, SHOTS, 0);
    expect(damage).toMatchObject({ twice: 3, lost: 1, unsure: 0, waiting: 0, fileS: expect.any(Number) });
    expect(damage.lastS).toBeGreaterThanOrEqual(damage.fileS ?? Number.NaN);
  } finally {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('both sides stand beside each other, what was never measured as a dash', () => {
  const none = { twice: 0, lost: 0, unsure: 0, waiting: 0 };
  const table = compareTable([{ script: { ...none, twice: 4, fileS: 1.23 }, ours: { ...none, unsure: 1 } }], 12);
  expect(table).toContain('| 1 kills, 12 shots | the script | Dailies |');
  expect(table).toContain('| paid twice | 4 | 0 |');
  expect(table).toContain('| unsure: a person is asked | 0 | 1 |');
  expect(table).toContain('| to the next finished file: median | 1.2 s | – |');
});
