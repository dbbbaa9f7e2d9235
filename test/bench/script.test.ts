import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runScript } from '../../bench/script.ts';
import { shotsFrom } from '../../bench/shots.ts';
import { measure } from '../../media/index.ts';
import { startSimulator } from '../../simulator/index.ts';

test('the script that we are compared with keeps the cap and brings every file home', async () => {
  const vendor = await startSimulator({ taskMs: 20 });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dailies-script-'));
  try {
    await runScript({ baseUrl: vendor.apiUrl, shots: shotsFrom(1, 6), folder, atOnce: 2, pollMs: 5 });
    expect(vendor.stats()).toMatchObject({ tasks: 6, refusals: 0, peakInCap: 2, downloads: 6 });
    expect(readdirSync(folder)).toHaveLength(6);
    expect(await measure(path.join(folder, 's001.mp4'))).toMatchObject({ ok: true, seconds: 3 });
  } finally {
    await vendor.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the script stops where the vendor refuses', async () => {
  const vendor = await startSimulator({ taskMs: 1000, cap: 1 });
  const shots = shotsFrom(1, 2);
  try {
    const running = runScript({ baseUrl: vendor.apiUrl, shots, folder: os.tmpdir(), atOnce: 2, pollMs: 5 });
    await expect(running).rejects.toThrow('429');
  } finally {
    await vendor.close();
  }
});
