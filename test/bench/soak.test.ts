import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { databaseFile } from '../../bench/database-file.ts';
import { courseOf, coursesOf } from '../../bench/flatness.ts';
import type { Sample } from '../../bench/soak-sample.ts';
import { soakTable } from '../../bench/soak-table.ts';

const sampleAt = (at: number, over: Partial<Sample> = {}): Sample => ({
  ...{ minute: at * 2, jobs: at * 500, workerMb: 200, workerFiles: 40, serverMb: 190, serverFiles: 36 },
  ...{ supervisorMb: 70, events: at * 7_000, databaseKb: at * 3_000, storeFiles: at * 4_500 },
  ...over,
});
const ten = Array.from({ length: 10 }, (_, at) => at);

describe('a soak', () => {
  test('is flat where the second half does not rise, whatever the first did', () => {
    expect(courseOf('MB', [100, 150, 200, 210, 200, 210, 200, 205]).isFlat).toBe(true);
    expect(courseOf('MB', [200, 200, 200, 200, 190, 180, 170, 160]).isFlat).toBe(true);
  });

  test('rises where each kill leaves something behind', () => {
    const { isFlat, rise } = courseOf('descriptors', [10, 20, 30, 40, 50, 60, 70, 80]);
    expect(isFlat).toBe(false);
    expect(rise).toBeCloseTo(30);
  });

  test('counts what grows by the jobs between two samples', () => {
    const flat = coursesOf(ten.map((at) => sampleAt(at)));
    expect(flat.every((course) => course.isFlat)).toBe(true);
    expect(flat.find(({ figure }) => figure === 'history events a job')?.values).toEqual(ten.slice(1).map(() => 14));
    const growing = coursesOf(ten.map((at) => sampleAt(at, { events: 1_000 * at * at })));
    expect(growing.filter((course) => !course.isFlat).map(({ figure }) => figure)).toEqual(['history events a job']);
  });

  test('is a table with as many cells in each row', () => {
    const samples = ten.map((at) => sampleAt(at));
    const lines = soakTable(samples, coursesOf(samples)).split('\n');
    expect(new Set(lines.map((line) => line.split('|').length)).size).toBe(1);
    expect(lines.at(-1)).toMatch(/store, files a job .* flat/);
  });
});

test("a database's pages are those of its log where that was written last", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dailies-database-'));
  try {
    const head = Buffer.alloc(4096);
    head.writeUInt16BE(4096, 16);
    head.writeUInt32BE(10, 28);
    head.writeUInt32BE(2, 36);
    writeFileSync(path.join(folder, 'x.db'), head);
    writeFileSync(path.join(folder, 'x.db-wal'), '');
    expect(databaseFile(folder)).toMatchObject({ usedKb: 32, freeKb: 8 });
    const log = Buffer.alloc(32 + 2 * (24 + 4096), 7);
    log.writeUInt32BE(5, 32);
    log.writeUInt32BE(20, 36);
    // The second frame is left from an older log.
    log.writeUInt32BE(99, 32 + 24 + 4096 + 4);
    log.fill(8, 32 + 24 + 4096 + 8, 32 + 24 + 4096 + 16);
    writeFileSync(path.join(folder, 'x.db-wal'), log);
    expect(databaseFile(folder)).toMatchObject({ usedKb: 72, freeKb: 8 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
