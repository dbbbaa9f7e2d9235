import { expect, test } from 'vitest';
import { VICTIMS } from './cell.ts';
import { allCells, sampleOf } from './cells.ts';
import { FAULTS } from './faults.ts';
import { POINTS } from './points.ts';

test('every victim meets every point, and every fault both kinds of vendor', () => {
  expect(allCells()).toHaveLength(2 * (POINTS.length * VICTIMS.length + FAULTS.length));
  expect(allCells(['server', 'polling', 'ignored'])).toEqual([
    { kind: 'kill', point: 'polling', victim: 'server', keys: 'ignored' },
  ]);
  expect(allCells(['nowhere'])).toEqual([]);
});

test('a sample has as many different cells as were asked for, of each victim and of faults', () => {
  const sample = sampleOf(allCells(), 60, 1);
  expect(new Set(sample.map((cell) => JSON.stringify(cell))).size).toBe(60);
  const victims = sample.flatMap((cell) => (cell.kind === 'kill' ? [cell.victim] : []));
  expect(new Set(victims)).toEqual(new Set(VICTIMS));
  expect(sample.filter(({ kind }) => kind === 'fault').length).toBeGreaterThan(10);
  expect(sampleOf(allCells(), 1000, 3)).toHaveLength(allCells().length);
});
