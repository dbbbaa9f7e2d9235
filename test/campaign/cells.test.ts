import { expect, test } from 'vitest';
import { nameOfCell, VICTIMS } from './cell.ts';
import { allCells } from './cells.ts';
import { CALLBACK_FAULTS, HTTP_FAULTS } from './faults/index.ts';
import { POINTS } from './points.ts';
import { quickSample, sampleOf } from './sample.ts';

test('every victim meets every point, but few a long sleep, a forgetful vendor and a full disk; every fault both kinds of vendor', () => {
  const faults = [...HTTP_FAULTS, ...CALLBACK_FAULTS];
  expect(allCells()).toHaveLength(2 * (1 + POINTS.length * (VICTIMS.length - 5) + 6 + 4 + 4 + 3 + 4 + faults.length));
  expect(new Set(allCells().map(nameOfCell)).size).toBe(allCells().length);
  expect(allCells(['server', 'polling', 'ignored'])).toEqual([
    { kind: 'kill', point: 'polling', victim: 'server', keys: 'ignored' },
  ]);
  expect(allCells(['nowhere'])).toEqual([]);
});

test('a sample has as many different cells as were asked for, of each victim and of faults', () => {
  const sample = sampleOf(allCells(), 60, 1);
  expect(new Set(sample.map(nameOfCell)).size).toBe(60);
  const victims = sample.flatMap((cell) => (cell.kind === 'kill' ? [cell.victim] : []));
  expect(new Set(victims).size).toBeGreaterThan(5);
  expect(sample.filter(({ kind }) => kind === 'fault').length).toBeGreaterThan(10);
  expect(sampleOf(allCells(), 1000, 3)).toHaveLength(allCells().length);
});

test('what `npm test` tries is more than sixty trials, and another part of the kills with another seed', () => {
  const [one, two] = [1, 2].map((seed) => quickSample(seed).map(nameOfCell));
  expect(one?.length).toBeGreaterThan(100);
  expect(new Set(one).size).toBe(one?.length);
  expect(two).not.toEqual(one);
  expect(quickSample(1).map(nameOfCell)).toEqual(one);
});
