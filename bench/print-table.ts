import { isMet, type Row, spreadOf } from './row.ts';

/** The rows as text: figure, goal, minimum, median and maximum of the repetitions, and whether the median keeps it. */
export function printTable(rows: readonly Row[]): string {
  const lines = [['figure', 'goal', 'min', 'median', 'max', 'of', ''], ...rows.map(cells)];
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  return lines
    .map((line) => line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))))
    .map((line) => line.join('  ').trimEnd())
    .join('\n');
}

function cells(row: Row): readonly string[] {
  const spread = spreadOf(row.values);
  const goal = row.goal === undefined ? '' : `≤ ${written(row.goal, row.unit)}`;
  if (spread === undefined) return [row.figure, goal, '-', '-', '-', '0', 'not measured'];
  const met = isMet(row);
  const verdict = met === undefined ? '' : met ? 'kept' : 'MISSED';
  const values = [spread.min, spread.median, spread.max].map((value) => written(value, row.unit));
  return [row.figure, goal, ...values, String(row.values.length), verdict];
}

function written(value: number, unit: Row['unit']): string {
  switch (unit) {
    case 'ms':
      return `${value.toFixed(0)} ms`;
    case 's':
      return `${value.toFixed(2)} s`;
    case 'ratio':
      return value.toFixed(3);
    case 'events':
      return value.toFixed(1);
    case 'MB':
      return `${value.toFixed(0)} MB`;
    case 'KB':
      return `${value.toFixed(1)} KB`;
    case 'count':
      return value.toFixed(0);
    default: {
      const never: never = unit;
      return never;
    }
  }
}
