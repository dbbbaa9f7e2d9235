import { clean } from './clean.ts';
import type { Paint, Style } from './paint.ts';
import { cut, pad, textWidth } from './text-width.ts';

/** `optional` columns are left out, the last one first, where the screen is too narrow; `flexible` ones are cut. */
export type Column = {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly flexible?: boolean;
  readonly optional?: boolean;
};
/** Every cell is cleaned here, whatever it holds. */
export type Cell = string | { readonly text: string; readonly style?: Style };

type Sized = Column & { readonly index: number; readonly width: number };
const GAP = '  ';
const LEAST_FLEXIBLE = 12;

/** Aligned text, one line a row, no line longer than `width` columns; '' without rows. Empty columns are left out. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
  paint: Paint,
): string {
  if (rows.length === 0) return '';
  const texts = rows.map((row) => columns.map((_, index) => textOf(row[index])));
  const shown = fitted(measured(columns, texts), width);
  const head = shown.map((column) => pad(cut(column.title, column.width), column.width, column.align));
  const lines = rows.map((row, at) =>
    shown.map((column) => {
      const text = pad(cut(texts[at]?.[column.index] ?? '', column.width), column.width, column.align);
      return paint(styleOf(row[column.index]), text);
    }),
  );
  const titles = head.join(GAP).trim() === '' ? [] : [paint('faint', head.join(GAP).trimEnd())];
  return [...titles, ...lines.map((cells) => cells.join(GAP).trimEnd())].join('\n');
}

function measured(columns: readonly Column[], texts: readonly (readonly string[])[]): Sized[] {
  return columns.flatMap((column, index) => {
    const longest = texts.reduce((most, row) => Math.max(most, textWidth(row[index] ?? '')), 0);
    return longest === 0 ? [] : [{ ...column, index, width: Math.max(longest, textWidth(column.title)) }];
  });
}

function fitted(columns: readonly Sized[], width: number): readonly Sized[] {
  const spare = width - total(columns);
  if (spare >= 0) return columns;
  const optional = columns.findLastIndex((column) => column.optional);
  const least = columns.map((column) => ({
    ...column,
    width: column.flexible ? Math.min(column.width, LEAST_FLEXIBLE) : column.width,
  }));
  if (total(least) > width && optional >= 0) return fitted(columns.toSpliced(optional, 1), width);
  return shrunk(columns, least, -spare);
}

/** Takes what is too much from the widest flexible column first. */
function shrunk(columns: readonly Sized[], least: readonly Sized[], excess: number): readonly Sized[] {
  const widths = columns.map((column) => column.width);
  for (let left = excess; left > 0; left--) {
    let widest = -1;
    columns.forEach((_, at) => {
      const width = widths[at] ?? 0;
      if (width > (least[at]?.width ?? 0) && width > (widths[widest] ?? 0)) widest = at;
    });
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return columns.map((column, at) => ({ ...column, width: widths[at] ?? column.width }));
}

function total(columns: readonly Sized[]): number {
  return columns.reduce((sum, column) => sum + column.width, GAP.length * Math.max(0, columns.length - 1));
}

function textOf(cell: Cell | undefined): string {
  return clean(typeof cell === 'string' ? cell : (cell?.text ?? ''));
}

function styleOf(cell: Cell | undefined): Style | undefined {
  return typeof cell === 'object' ? cell.style : undefined;
}
