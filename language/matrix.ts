import { canonicalJson, isJsonObject, type Json } from '../plan/json.ts';
import { type Axis, type AxisPlace, type AxisValue, readAxis } from './axis.ts';
import type { CheckedStep } from './check-schema.ts';
import { NODES_MAX } from './plan-size.ts';
import { suggest } from './suggest.ts';
import { jsonOf, type ListTree, type Span, spanOfKey, type TreePath, treeAt } from './tree.ts';

/** One combination: axis → its value. */
export type Combination = ReadonlyMap<string, AxisValue>;
export type Matrix = { readonly axes: readonly string[]; readonly combinations: readonly Combination[] };

/** All combinations of a step's own axes, without the excluded ones, then the included ones; undefined: something is wrong and reported. */
export async function readMatrix({ id, tree }: CheckedStep, place: AxisPlace): Promise<Matrix | undefined> {
  const path: TreePath = ['steps', id, 'strategy'];
  const matrix = treeAt(tree, ['strategy', 'matrix']);
  const axes: Axis[] = [];
  const written = matrix?.kind === 'map' ? [...matrix.entries] : [];
  for (const [name, { value }] of written) {
    const axis = await readAxis(name, value, [...path, 'matrix', name], place);
    if (axis !== undefined) axes.push(axis);
  }
  if (axes.length < written.length) return undefined;
  if (matrix?.kind === 'map' && axes.length === 0) {
    place.report.add({ code: 'MATRIX_EMPTY', span: matrix.span, path, message: 'the matrix has no axes' });
  }
  const size = axes.reduce((product, { values }) => product * values.length, 1);
  if (size > NODES_MAX) {
    const span = spanOfKey(tree, ['strategy', 'matrix']);
    const message = `the matrix has ${size} combinations; at most ${NODES_MAX} are allowed`;
    place.report.add({ code: 'PLAN_TOO_LARGE', span, path, message });
    return undefined;
  }
  const all = axes.length === 0 && included(tree) !== undefined ? [] : product(axes);
  const kept = withoutExcluded(all, axes, tree, path, place);
  return { axes: axes.map(({ name }) => name), combinations: [...kept, ...includedIn(axes, tree, path, place)] };
}

function included(tree: CheckedStep['tree']): ListTree | undefined {
  const list = treeAt(tree, ['strategy', 'include']);
  return list?.kind === 'list' ? list : undefined;
}

function product(axes: readonly Axis[]): readonly Combination[] {
  return axes.reduce<readonly Combination[]>(
    (rows, { name, values }) => rows.flatMap((row) => values.map((value) => new Map([...row, [name, value]]))),
    [new Map()],
  );
}

function withoutExcluded(
  all: readonly Combination[],
  axes: readonly Axis[],
  tree: CheckedStep['tree'],
  path: TreePath,
  { report }: AxisPlace,
): readonly Combination[] {
  const list = treeAt(tree, ['strategy', 'exclude']);
  if (list?.kind !== 'list') return all;
  return list.items.reduce((rows, item, index) => {
    const wanted = jsonOf(item);
    if (!isJsonObject(wanted)) return rows;
    const at = [...path, 'exclude', index];
    for (const [name, key] of Object.entries(wanted)) {
      const span = spanOfKey(tree, ['strategy', 'exclude', index, name]);
      checkAxisKey(name, key, axes, span, at);
    }
    return rows.filter((row) => !Object.entries(wanted).every(([name, key]) => row.get(name)?.key === String(key)));
  }, all);

  function checkAxisKey(name: string, key: Json, known: readonly Axis[], span: Span, at: TreePath): void {
    const axis = known.find((candidate) => candidate.name === name);
    const isKnown = axis?.values.some((value) => value.key === String(key)) ?? false;
    if (isKnown) return;
    const keys = axis === undefined ? known.map((one) => one.name) : axis.values.map((value) => value.key);
    const message =
      axis === undefined ? `"${name}" is not an axis` : `the axis "${name}" has no value "${String(key)}"`;
    report.add({
      code: 'MATRIX_INSTANCE',
      span,
      path: at,
      message,
      hint: suggest(axis === undefined ? name : String(key), keys),
    });
  }
}

/** Each entry of `include` names every axis: by the key of a value that is there, or with a new value. */
function includedIn(
  axes: readonly Axis[],
  tree: CheckedStep['tree'],
  path: TreePath,
  { report }: AxisPlace,
): readonly Combination[] {
  return (included(tree)?.items ?? []).flatMap((item, index) => {
    const at = [...path, 'include', index];
    const given = jsonOf(item);
    if (!isJsonObject(given)) return [];
    const names = axes.map(({ name }) => name);
    const unknown = Object.keys(given).find((name) => !names.includes(name));
    const missing = names.find((name) => !Object.hasOwn(given, name));
    if (unknown !== undefined || missing !== undefined) {
      const message =
        unknown === undefined ? `the instance does not name the axis "${missing}"` : `"${unknown}" is not an axis`;
      report.add({ code: 'MATRIX_INSTANCE', span: item.span, path: at, message, hint: `axes: ${names.join(' ')}` });
      return [];
    }
    const row = axes.flatMap((axis) => {
      const value = includedValue(axis, given[axis.name] ?? null);
      if (value !== undefined) return [[axis.name, value] as const];
      const hint = `a key that is there, or a new value${axis.column === undefined ? '' : ` with "${axis.column}"`}`;
      const message = `${canonicalJson(given[axis.name] ?? null)} is no value of the axis "${axis.name}"`;
      report.add({ code: 'MATRIX_INSTANCE', span: item.span, path: at, message, hint });
      return [];
    });
    return row.length === axes.length ? [new Map(row)] : [];
  });
}

function includedValue({ values, column }: Axis, given: Json): AxisValue | undefined {
  if (isJsonObject(given)) {
    const key = column === undefined ? undefined : given[column];
    return typeof key === 'string' || typeof key === 'number' ? { key: String(key), value: given } : undefined;
  }
  if (given === null || typeof given === 'object' || given === '') return undefined;
  const there = values.find(({ key }) => key === String(given));
  return there ?? (column === undefined ? { key: String(given), value: given } : undefined);
}
