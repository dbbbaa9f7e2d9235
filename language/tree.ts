import type { Json } from '../plan/json.ts';

/** A piece of a file's text, as offsets in UTF-16 units. */
export type Span = { readonly file: string; readonly from: number; readonly to: number };

/** YAML as plain data in which every value knows its place. */
export type Tree = MapTree | ListTree | ScalarTree;
export type MapTree = { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Entry>; readonly span: Span };
export type ListTree = { readonly kind: 'list'; readonly items: readonly Tree[]; readonly span: Span };
export type ScalarTree = {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As it stands in the file, quotes included. */
  readonly raw: string;
  readonly span: Span;
  /** It stands for a value that has a problem already: nothing more is said of it. */
  readonly isUnknown?: true;
};
export type Entry = { readonly key: string; readonly keySpan: Span; readonly value: Tree };

/** Keys and indices from a tree's root. */
export type TreePath = readonly (string | number)[];

/** The JSON that a tree means. */
export function jsonOf(tree: Tree): Json {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(jsonOf);
  return Object.fromEntries([...tree.entries].map(([key, entry]) => [key, jsonOf(entry.value)]));
}

/** The value at a path, or undefined. */
export function treeAt(tree: Tree | undefined, path: TreePath): Tree | undefined {
  return path.reduce<Tree | undefined>((at, step) => {
    if (at?.kind === 'map') return at.entries.get(String(step))?.value;
    return at?.kind === 'list' && typeof step === 'number' ? at.items[step] : undefined;
  }, tree);
}

/** Where to point for a path: the value's key where it has one, else the value, else the nearest that is there. */
export function spanOfKey(tree: Tree, path: TreePath): Span {
  const last = path.at(-1);
  const parent = treeAt(tree, path.slice(0, -1));
  if (last === undefined) return tree.span;
  if (parent?.kind === 'map') {
    const entry = parent.entries.get(String(last));
    if (entry !== undefined) return entry.keySpan;
  }
  if (parent?.kind === 'list' && typeof last === 'number') {
    const item = parent.items[last];
    if (item !== undefined) return item.span;
  }
  return spanOfKey(tree, path.slice(0, -1));
}

/** Where to point for the value at a path, else the nearest key above it. */
export function spanOfValue(tree: Tree, path: TreePath): Span {
  const at = treeAt(tree, path);
  return at?.kind === 'scalar' ? at.span : spanOfKey(tree, path);
}

/** The place of a character of a scalar's text, as near as quoting and folding let it be known. */
export function spanInText(scalar: ScalarTree, at: number): Span {
  const text = String(scalar.value);
  const before = text.slice(0, at);
  const open = before.lastIndexOf('${{');
  const count = before.split('${{').length - 1;
  let place = -1;
  for (let found = 0; found < count; found += 1) place = scalar.raw.indexOf('${{', place + 1);
  // A bare expression stands there letter by letter, or is quoted or folded in a way that moves its letters.
  const bare = open < 0 ? scalar.raw.indexOf(text) : -1;
  if (bare < 0 && (open < 0 || place < 0)) return scalar.span;
  const from = scalar.span.from + (open < 0 ? bare + at : place + (at - open));
  const word = /^[A-Za-z0-9_-]+/.exec(text.slice(at))?.[0] ?? ' ';
  return {
    file: scalar.span.file,
    from: Math.min(from, scalar.span.to),
    to: Math.min(from + word.length, scalar.span.to),
  };
}
