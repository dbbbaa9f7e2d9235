import { Lexer } from 'yaml';

/** Values nested deeper than this are refused; a pipeline needs about ten. */
export const DEPTH_MAX = 40;
/** Pieces of text (words, quotes, brackets, commas, colons) that a value may take; a member of a flow map takes four. */
const PIECES_PER_VALUE = 4;
const LINES_PER_VALUE = 5;
/** The library keeps an error for each of these, and a short text can hold a million. */
const STRAYS_MAX = 100;

/** What is too much in a text, and where: deep nesting, pieces, lines, or mistakes of a kind that people make once. */
export type Excess = {
  readonly what: 'depth' | 'values' | 'lines' | 'bracket' | 'escape';
  readonly at: number;
};

/**
 * Where a YAML text goes beyond what is read, or undefined. Looks at tokens only, and no further than that: parsing
 * takes seconds and a gigabyte for some texts of 1 MiB, and recurses, so that it must not even begin with them.
 */
export function excessOf(text: string, valuesMax: number): Excess | undefined {
  let offset = 0;
  let lineStart = 0;
  let flow = 0;
  let columns: number[] = [];
  let isLineOpen = false;
  let [pieces, lines, strays] = [0, 0, 0];
  for (const token of new Lexer().lex(text)) {
    if (MARKS.has(token)) continue;
    const isBlank = token.trim() === '' || token.startsWith('#');
    if (token === '\n' || token === '\r\n') {
      lineStart = offset + token.length;
      isLineOpen = false;
      lines += 1;
    } else if (token === '{' || token === '[') flow += 1;
    else if (token === '}' || token === ']') {
      if (flow === 0) strays += 1;
      else flow -= 1;
    } else if (token.trim() !== '' && flow === 0 && (!isLineOpen || token === '-' || token === '?')) {
      const column = offset - lineStart;
      columns = columns.filter((outer) => outer < column);
      columns.push(column);
      isLineOpen = true;
    }
    const wrong = token.startsWith('"') ? wrongEscapes(token) : undefined;
    if (wrong !== undefined) return { what: 'escape', at: offset + wrong };
    if (!isBlank) pieces += 1;
    if (columns.length + flow > DEPTH_MAX) return { what: 'depth', at: offset };
    if (pieces > PIECES_PER_VALUE * valuesMax) return { what: 'values', at: offset };
    if (lines > LINES_PER_VALUE * valuesMax) return { what: 'lines', at: offset };
    if (strays > STRAYS_MAX) return { what: 'bracket', at: offset };
    offset += token.length;
    const newline = token.lastIndexOf('\n');
    if (newline >= 0) lineStart = offset - token.length + newline + 1;
  }
  return undefined;
}

/** The lexer's own marks: byte order mark, document, flow error, scalar. They are not part of the text. */
const MARKS = new Set(['\u{FEFF}', '\u{2}', '\u{18}', '\u{1F}']);

const ESCAPE = /\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|[0abtnvfreNLP_ "/\\\t\r\n])?/gi;

/** The place of the first wrong escape in a quoted text that has too many of them. */
function wrongEscapes(quoted: string): number | undefined {
  let first: number | undefined;
  let count = 0;
  for (const { index, 1: known } of quoted.matchAll(ESCAPE)) {
    if (known !== undefined) continue;
    first ??= index;
    count += 1;
    if (count > STRAYS_MAX) return first;
  }
  return undefined;
}
