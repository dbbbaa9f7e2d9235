import type { Damage } from './compare-trial.ts';
import type { Made, Measured } from './peers-measure.ts';
import { spreadOf } from './row.ts';

/** What was measured of all sides, one column each, as a table for a page: the median and, in brackets, the extremes. */
export function peersTable(sides: readonly Measured[]): string {
  const row = (figure: string, cell: (side: Measured) => string) => `| ${[figure, ...sides.map(cell)].join(' | ')} |`;
  const made = (figure: string, of: (one: Made) => number | undefined, write: Write) =>
    row(figure, (side) => spread(side.made.map(of), write));
  const killed = (figure: string, of: (one: Damage) => number | undefined) =>
    row(figure, ({ quick }) => spread(quick.map(of), seconds));
  const counted = (figure: string, which: 'quick' | 'slow', of: (one: Damage) => number) =>
    row(figure, (side) => sum(side[which].map(of)));
  return [
    row('', ({ title }) => title),
    `|---|${'---|'.repeat(sides.length)}`,
    made(
      'makespan / ideal',
      ({ ratio }) => ratio,
      (ratio) => ratio.toFixed(3),
    ),
    made('slot gap, p50', ({ gapP50 }) => gapP50, milliseconds),
    made('slot gap, p99', ({ gapP99 }) => gapP99, milliseconds),
    made('processor time a job', ({ cpuMs }) => cpuMs, milliseconds),
    made('typed to first POST', ({ startS }) => startS, seconds),
    killed('`kill -9` of everything, to the next POST', ({ postS }) => postS),
    killed('– to the next finished file', ({ fileS }) => fileS),
    killed('– to the last file', ({ lastS }) => lastS),
    counted('– paid twice', 'quick', ({ twice }) => twice),
    counted('– lost', 'quick', ({ lost }) => lost),
    counted('killed at a vendor without keys: paid twice', 'slow', ({ twice }) => twice),
    counted('– lost', 'slow', ({ lost }) => lost),
    counted('– unsure, a person is asked', 'slow', ({ unsure }) => unsure),
    counted('– wait, since unsure ones keep every slot', 'slow', ({ waiting }) => waiting),
  ].join('\n');
}

type Write = (value: number) => string;
const milliseconds: Write = (ms) => `${ms.toFixed(0)} ms`;
const seconds: Write = (s) => `${s.toFixed(2)} s`;
const NEVER = '–';

function spread(values: readonly (number | undefined)[], write: Write): string {
  const all = spreadOf(values.flatMap((value) => value ?? []));
  if (all === undefined) return NEVER;
  const [min, median, max] = [all.min, all.median, all.max].map(write);
  return min === max ? `${median}` : `${median} (${min}–${max})`;
}

function sum(values: readonly number[]): string {
  return values.length === 0 ? NEVER : `${values.reduce((total, value) => total + value, 0)} in ${values.length} kills`;
}
