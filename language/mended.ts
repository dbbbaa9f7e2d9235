import type { z } from 'zod';
import { requestFields } from './schema/request.ts';
import type { MapTree, Tree, TreePath } from './tree.ts';

type Issue = z.core.$ZodIssue;

/** Top-level keys that nothing else in the file leans on. */
const ALONE = ['name', 'description', 'budget', 'account', 'priority', 'weight', 'outputs'];
/** Keys of `budget`, `defaults` and of steps without which the rest still means what it says. */
const OPTIONAL = [
  'if',
  'continue-on-error',
  'warn-at',
  'on-exceed',
  'timeout',
  'retry',
  'frozen',
  'on-ambiguous',
  'priority',
  'profile',
];

/**
 * A file's tree without what its schema found wrong, so that the rest can be checked too and all problems come at
 * once; undefined where what is wrong would make more seem wrong. Fields of a request become unknown, which every
 * check passes over; what else is wrong is left out.
 */
export function mendedFile(tree: MapTree, issues: readonly Issue[]): MapTree | undefined {
  return mended(tree, issues, ([top = '', second = '', third = '']) => {
    if (top === 'profiles' && third !== '') return { unknown: [top, second, third] };
    if (top === 'defaults' && second === 'with' && third !== '') return { unknown: [top, second, third] };
    if (['budget', 'defaults'].includes(String(top)) && OPTIONAL.includes(String(second)))
      return { left: [top, second] };
    if (['vars', 'inputs', 'steps'].includes(String(top)) && second !== '') return { left: [top, second] };
    return ALONE.includes(String(top)) ? { left: [top] } : undefined;
  });
}

/** A step's tree without what its schema found wrong; undefined where that decides what the step is. */
export function mendedStep(tree: MapTree, issues: readonly Issue[]): MapTree | undefined {
  return mended(tree, issues, ([first = '', second = '', third = '', fourth = '']) => {
    if (OPTIONAL.includes(String(first))) return { left: [first] };
    if (first === 'strategy' && ['max-parallel', 'fail-fast'].includes(String(second)))
      return { left: [first, second] };
    if (first !== 'with') return undefined;
    if (Object.hasOwn(requestFields, second)) return { unknown: [first, second] };
    const isLinks = second === 'links' && Object.hasOwn(requestFields, fourth);
    return isLinks ? { unknown: [first, second, third, fourth] } : undefined;
  });
}

type Cut = { readonly unknown: TreePath } | { readonly left: TreePath } | undefined;

function mended(tree: MapTree, issues: readonly Issue[], cutOf: (path: TreePath) => Cut): MapTree | undefined {
  let whole: Tree = tree;
  for (const issue of issues) {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    if (issue.code === 'unrecognized_keys') {
      whole = withoutKeys(whole, path, new Set(issue.keys));
      continue;
    }
    const cut = cutOf(path);
    if (cut === undefined) return undefined;
    whole = 'left' in cut ? replaced(whole, cut.left, () => undefined) : replaced(whole, cut.unknown, unknown);
  }
  return whole.kind === 'map' ? whole : undefined;
}

/** A tree without some keys of the map at a path; in one go, since a file may hold thousands of wrong keys. */
function withoutKeys(tree: Tree, path: TreePath, keys: ReadonlySet<string>): Tree {
  const cut = (map: Tree): Tree => {
    if (map.kind !== 'map') return map;
    return { ...map, entries: new Map([...map.entries].filter(([key]) => !keys.has(key))) };
  };
  return path.length === 0 ? cut(tree) : replaced(tree, path, cut);
}

function unknown({ span }: Tree): Tree {
  return { kind: 'scalar', value: null, raw: '', span, isUnknown: true };
}

/** A tree with the value at a path replaced, or left out with its key. */
function replaced(tree: Tree, [first, ...rest]: TreePath, by: (value: Tree) => Tree | undefined): Tree {
  const next = (value: Tree) => (rest.length === 0 ? by(value) : replaced(value, rest, by));
  if (tree.kind === 'list') {
    return { ...tree, items: tree.items.flatMap((item, index) => (index === first ? (next(item) ?? []) : item)) };
  }
  if (tree.kind === 'scalar') return tree;
  const entries = [...tree.entries].flatMap(([key, entry]) => {
    if (key !== String(first)) return [[key, entry] as const];
    const value = next(entry.value);
    return value === undefined ? [] : [[key, { ...entry, value }] as const];
  });
  return { ...tree, entries: new Map(entries) };
}
