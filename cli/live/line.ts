import type { Paint, Style } from '../terminal/paint.ts';
import { cut, textWidth } from '../terminal/text-width.ts';

/** A line of text in pieces, each with what it is; made of cleaned text only. */
export type Span = readonly [text: string, style?: Style];
export type Line = readonly Span[];

/** The line as text of at most `columns` columns. */
export function lineText(line: Line, columns: number, paint: Paint): string {
  let left = columns;
  let text = '';
  for (const [piece, style] of line) {
    const kept = cut(piece, left);
    left -= textWidth(kept);
    text += paint(style, kept);
    if (left <= 0) break;
  }
  return text;
}
