import type { Json } from '../plan/json.ts';
import { ExpressionFailure } from './failure.ts';
import type { ExpressionFunction } from './functions.ts';
import { joined, textOf, typeOf } from './value.ts';

/** GitHub's text functions (which ignore case, as there), and slug and basename. */
export const TEXT_FUNCTIONS: { readonly [name: string]: ExpressionFunction } = {
  contains: {
    min: 2,
    max: 2,
    words: 'contains(text or list, x): true if x is in it, whatever its case',
    call: ([search = null, item = null]) =>
      Array.isArray(search)
        ? search.some((member: Json) => isSame(member, item))
        : lower(search, 'contains()').includes(lower(item, 'contains()')),
  },
  startsWith: {
    min: 2,
    max: 2,
    words: 'startsWith(text, x), whatever the case',
    call: ([text = null, start = null]) => lower(text, 'startsWith()').startsWith(lower(start, 'startsWith()')),
  },
  endsWith: {
    min: 2,
    max: 2,
    words: 'endsWith(text, x), whatever the case',
    call: ([text = null, end = null]) => lower(text, 'endsWith()').endsWith(lower(end, 'endsWith()')),
  },
  format: {
    min: 1,
    max: 255,
    words: "format('{0} and {1}', a, b); {{ and }} are braces",
    call: (args) => formatted(args),
  },
  join: {
    min: 1,
    max: 2,
    words: "join(list, ', '): its items as one text; a comma where no separator is given",
    call: ([list = null, separator = ',']) => {
      if (!Array.isArray(list)) throw new ExpressionFailure(`join() takes a list, but ${typeOf(list)} was found`);
      const between = textOf(separator, 'join()');
      return joined(list.flatMap((item: Json, at) => [...(at === 0 ? [] : [between]), textOf(item, 'join()')]));
    },
  },
  slug: {
    min: 1,
    max: 1,
    words: "slug('A Day at Sea') is a-day-at-sea",
    call: ([text = null]) => slug(textOf(text, 'slug()')),
  },
  basename: {
    min: 1,
    max: 1,
    words: "basename('shots/hero.png') is hero.png",
    call: ([text = null]) =>
      textOf(text, 'basename()')
        .split(/[?#]/, 1)
        .join()
        .replace(/^.*[/\\]/, ''),
  },
};

function lower(value: Json, where: string): string {
  return textOf(value, where).toLowerCase();
}

function isSame(a: Json, b: Json): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a.toLowerCase() === b.toLowerCase();
  return a === b;
}

function formatted([pattern = null, ...values]: readonly Json[]): string {
  const text = textOf(pattern, 'format()');
  return joined(formattedPieces(text, values));
}

function* formattedPieces(text: string, values: readonly Json[]): Generator<string, void, undefined> {
  let from = 0;
  for (const match of text.matchAll(/\{\{|\}\}|\{(\d+)\}|[{}]/g)) {
    const [found, index] = match;
    yield text.slice(from, match.index);
    from = match.index + found.length;
    const value = index === undefined ? undefined : values[Number(index)];
    if (found === '{{' || found === '}}') yield found.slice(1);
    else if (value === undefined) throw new ExpressionFailure(`format() has no value for ${found} in '${text}'`);
    else yield textOf(value, 'format()');
  }
  yield text.slice(from);
}

function slug(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
}
