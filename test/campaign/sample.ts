import { seededNumber } from '../../simulator/seeded.ts';
import { type Cell, KEYS, nameOfCell } from './cell.ts';
import { allCells } from './cells.ts';
import { CALLBACK_FAULTS, HTTP_FAULTS } from './faults/index.ts';
import { sceneryOf } from './todo.ts';

/** Every nth of some cells, from a place that the seed decides: so each victim and point is met in some sample. */
export function sampleOf(cells: readonly Cell[], count: number, seed: number): readonly Cell[] {
  const stride = Math.max(1, cells.length / count);
  const first = (seed * 0.618) % 1;
  return Array.from(
    { length: Math.min(count, cells.length) },
    (_, at) => cells[Math.floor((at + first) * stride)],
  ).filter((cell) => cell !== undefined);
}

/** So many lost answers fit into one run beside the other faults, where nobody can prove them. */
const UNSURE = 2;
const KILLS = 8;

/** What `npm test` tries: the faults that need no minute, as many lost answers as fit, and some kills. */
export function quickSample(seed: number): readonly Cell[] {
  const cells = allCells().filter((cell) => !isCallback(cell) || cell.keys === KEYS[seed % KEYS.length]);
  const faults = cells.filter((cell) => cell.kind === 'fault' && !isSlow(cell) && !mayBeUnsure(cell));
  const unsure = cells.filter((cell) => cell.kind === 'fault' && !isSlow(cell) && mayBeUnsure(cell));
  const kills = cells.filter((cell) => cell.kind === 'kill' && sceneryOf(cell) === 'usual' && !isLong(cell));
  return [...faults, ...drawn(unsure, UNSURE, seed), ...drawn(kills, KILLS, seed)];
}

/** So many of them, in the order of the seed's dice. */
function drawn(cells: readonly Cell[], count: number, seed: number): readonly Cell[] {
  const dice = new Map(cells.map((cell) => [cell, seededNumber(`${seed} ${nameOfCell(cell)}`)]));
  return cells.toSorted((a, b) => (dice.get(a) ?? 0) - (dice.get(b) ?? 0)).slice(0, count);
}

/** What the vendor does with keys is nothing to callbacks: one kind of vendor is enough each time. */
function isCallback(cell: Cell): boolean {
  return cell.kind === 'fault' && CALLBACK_FAULTS.some(({ name }) => name === cell.fault);
}

function isSlow(cell: Cell): boolean {
  return faultOf(cell)?.slow === true;
}

/** A stop of more than a few seconds. */
function isLong(cell: Cell): boolean {
  return cell.kind === 'kill' && / \d+ s$/.test(cell.victim);
}

function mayBeUnsure(cell: Cell): boolean {
  return cell.keys === 'ignored' && faultOf(cell)?.ends === 'unsure';
}

function faultOf(cell: Cell) {
  return cell.kind === 'fault' ? HTTP_FAULTS.find(({ name }) => name === cell.fault) : undefined;
}
