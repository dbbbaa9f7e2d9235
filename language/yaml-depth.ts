import { Lexer } from 'yaml';

/** Values nested deeper than this are refused; a pipeline needs about ten. */
export const DEPTH_MAX = 40;

/**
 * The offset at which a YAML text nests deeper than DEPTH_MAX, or undefined. Looks at tokens only, since the
 * library's composer recurses and a deep enough text would overflow its stack.
 */
export function tooDeepAt(text: string): number | undefined {
  let offset = 0;
  let lineStart = 0;
  let flow = 0;
  let columns: number[] = [];
  let isLineOpen = false;
  for (const token of new Lexer().lex(text)) {
    if (MARKS.has(token)) continue;
    if (token === '\n' || token === '\r\n') {
      lineStart = offset + token.length;
      isLineOpen = false;
    } else if (token === '{' || token === '[') flow += 1;
    else if (token === '}' || token === ']') flow = Math.max(0, flow - 1);
    else if (token.trim() !== '' && flow === 0 && (!isLineOpen || token === '-' || token === '?')) {
      const column = offset - lineStart;
      columns = columns.filter((outer) => outer < column);
      columns.push(column);
      isLineOpen = true;
    }
    if (columns.length + flow > DEPTH_MAX) return offset;
    offset += token.length;
    const newline = token.lastIndexOf('\n');
    if (newline >= 0) lineStart = offset - token.length + newline + 1;
  }
  return undefined;
}

/** The lexer's own marks: byte order mark, document, flow error, scalar. They are not part of the text. */
const MARKS = new Set(['\u{FEFF}', '\u{2}', '\u{18}', '\u{1F}']);
