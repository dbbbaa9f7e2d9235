import { plain } from '../terminal/clean.ts';
import type { Paint, Style } from '../terminal/paint.ts';
import { cut, textWidth } from '../terminal/text-width.ts';

/** A line of text in pieces, each with what it is. */
export type Span = readonly [text: string, style?: Style];
export type Line = readonly Span[];

/** The line as text of at most `columns` columns, free of whatever could act on a terminal. */
export function lineText(line: Line, columns: number, paint: Paint): string {
  let left = columns;
  let text = '';
  for (const [piece, style] of line) {
    const kept = cut(plain(piece).replaceAll('\n', ' '), left);
    left -= textWidth(kept);
    text += paint(style, kept);
    if (left <= 0) break;
  }
  return text;
}
