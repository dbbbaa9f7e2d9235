import { type Cell, nameOfCell } from './cell.ts';
import type { Verdict } from './verdict.ts';

/** A campaign as a Markdown table, a row for each victim and kind of call; and what was broken, a line each. */
export function tableOf(verdicts: readonly Verdict[]): string {
  const kinds = new Map<string, Verdict[]>();
  for (const verdict of verdicts)
    kinds.set(kindOf(verdict.cell), [...(kinds.get(kindOf(verdict.cell)) ?? []), verdict]);
  const rows = [...kinds].map(([kind, found]) => rowOf(kind, found));
  const broken = verdicts.flatMap(({ cell, violations }) => violations.map((what) => `- ${nameOfCell(cell)}: ${what}`));
  return [
    '| | trials | tasks accepted | unsure nodes | goes on: median | slowest | violations |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    rowOf('all', verdicts),
    ...(broken.length > 0 ? ['', ...broken] : []),
  ].join('\n');
}

function kindOf(cell: Cell): string {
  if (cell.kind === 'kill') return cell.victim;
  return cell.kind === 'fault' ? (cell.fault.split(':')[0] ?? '') : 'nothing goes wrong';
}

function rowOf(kind: string, found: readonly Verdict[]): string {
  const seconds = found.flatMap(({ goesOnSeconds }) => goesOnSeconds ?? []).toSorted((a, b) => a - b);
  const at = (part: number) => seconds[Math.min(seconds.length - 1, Math.floor(seconds.length * part))];
  const time = (value: number | undefined) => (value === undefined ? '–' : `${value.toFixed(1)} s`);
  const sum = (of: (verdict: Verdict) => number) => found.reduce((total, verdict) => total + of(verdict), 0);
  const cells = [
    ...[kind, found.length, sum(({ accepted }) => accepted), sum(({ unsure }) => unsure)],
    ...[time(at(0.5)), time(at(1)), found.filter(({ violations }) => violations.length > 0).length],
  ];
  return `| ${cells.join(' | ')} |`;
}
