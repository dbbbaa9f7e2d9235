import { type Cell, KEYS, nameOfCell, VICTIMS } from './cell.ts';
import { FAULTS } from './faults.ts';
import { POINTS } from './points.ts';

/** All cells, kills first; `wanted` (parts of their names) chooses some. */
export function allCells(wanted: readonly string[] = []): readonly Cell[] {
  const kills = KEYS.flatMap((keys) =>
    VICTIMS.flatMap((victim) => POINTS.map(({ name }): Cell => ({ kind: 'kill', point: name, victim, keys }))),
  );
  const faults = KEYS.flatMap((keys) => FAULTS.map(({ name }): Cell => ({ kind: 'fault', fault: name, keys })));
  return [...kills, ...faults].filter((cell) => wanted.every((part) => nameOfCell(cell).includes(part)));
}

/** Every nth of them, so that each victim, point, fault and kind of vendor is among so many. */
export function sampleOf(cells: readonly Cell[], count: number, seed: number): readonly Cell[] {
  const stride = Math.max(1, cells.length / count);
  const first = (seed * 0.618) % 1;
  return Array.from(
    { length: Math.min(count, cells.length) },
    (_, at) => cells[Math.floor((at + first) * stride)],
  ).filter((cell) => cell !== undefined);
}
