import { type Document, isScalar, visit } from 'yaml';

/** Entries, colons and commas. The largest plan, 10,000 nodes, has at most 80,000 in all its answers. */
const MOST_PIECES = 150_000;
/** An answer lies four deep; a parser that calls itself for each bracket must not meet a hundred thousand. */
const MOST_DEPTH = 32;
/** An anchor or an alias, outside of comments and texts. */
const ALIAS = /^(?:[^#'"\n]*[\s[{,:-])?[&*][^\s&*]/m;

/** Why a text is no picks file that anybody wrote, before a parser is let at it; undefined: it may be one. */
export function beyondBounds(source: string): { readonly line: number; readonly found: string } | undefined {
  const alias = ALIAS.exec(source);
  if (alias !== null) return { line: lineOf(source, alias.index), found: 'aliases are not allowed here' };
  let depth = 0;
  let pieces = 0;
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at];
    if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    // Comments and texts may have brackets that nobody closes.
    else if (character === '\n' && source[at + 1] !== ' ') depth = 0;
    if (character === ':' || character === ',' || character === '\n') pieces += 1;
    if (pieces > MOST_PIECES) return { line: lineOf(source, at), found: 'it has more entries than any plan' };
    if (depth > MOST_DEPTH) return { line: lineOf(source, at), found: 'it is nested too deeply' };
  }
  return undefined;
}

/** The line of a name that stands twice beside itself; the parser's own search for one is quadratic. */
export function twiceNamed(document: Document, source: string): number | undefined {
  let line: number | undefined;
  visit(document, {
    Map: (_, map) => {
      const names = new Set<unknown>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? key.value : key;
        if (names.has(name)) {
          line = lineOf(source, isScalar(key) ? (key.range?.[0] ?? 0) : 0);
          return visit.BREAK;
        }
        names.add(name);
      }
      return undefined;
    },
  });
  return line;
}

function lineOf(source: string, at: number): number {
  return source.slice(0, at).split('\n').length;
}
