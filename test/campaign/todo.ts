import type { Cell } from './cell.ts';
import { CALLBACK_FAULTS, HTTP_FAULTS } from './faults/index.ts';
import { POINTS } from './points.ts';

/** A cell to be tried. Those of one group can take place in one scene. */
export type Todo = { readonly cell: Cell; readonly seed: number; readonly group: string };

/** Each claim that nobody can prove keeps one of five slots: two leave three to all the other faults of a run. */
const UNSURE_FIRST = 2;
const UNSURE_LATER = 4;

/** The cells as they are to be tried; the same seed draws the same dice for each. */
export function todosOf(cells: readonly Cell[], seed: number): readonly Todo[] {
  let unsure = 0;
  return cells.map((cell, at) => {
    const group = cell.kind === 'fault' ? faultGroup(cell, () => unsure++) : `${sceneryOf(cell)}, ${cell.keys}`;
    return { cell, seed: seed * 1_000_003 + at, group };
  });
}

/** `renewing`: a build that continues as new early; `small disk`: the database has a disk that can be filled. */
export type Scenery = 'usual' | 'renewing' | 'small disk';

export function sceneryOf(cell: Cell): Scenery {
  if (cell.kind !== 'kill') return 'usual';
  if (cell.victim === 'full disk') return 'small disk';
  return POINTS.find(({ name }) => name === cell.point)?.renewing ? 'renewing' : 'usual';
}

function faultGroup({ fault, keys }: Extract<Cell, { kind: 'fault' }>, next: () => number): string {
  if (CALLBACK_FAULTS.some(({ name }) => name === fault)) return `callbacks, ${keys}`;
  const found = HTTP_FAULTS.find(({ name }) => name === fault);
  if (found?.slow) return `slow faults, ${keys}`;
  if (keys === 'honoured' || found?.ends !== 'unsure') return `faults, ${keys}`;
  const at = next() - UNSURE_FIRST;
  return at < 0 ? `faults, ${keys}` : `faults, ${keys}, ${1 + Math.floor(at / UNSURE_LATER)}`;
}
