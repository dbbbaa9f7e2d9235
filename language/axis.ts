import { hasExpression, type NodeContext } from '../expressions/index.ts';
import { canonicalJson, isJsonObject, type Json } from '../plan/json.ts';
import { compileValue, evaluateCompiled, UNKNOWN, type ValuePlace } from './compiled-value.ts';
import type { DataFile } from './data-file.ts';
import type { Report } from './report.ts';
import { suggest } from './suggest.ts';
import { type ListTree, type MapTree, type Span, spanOfValue, type Tree, type TreePath, treeAt } from './tree.ts';

/** One value of an axis, under the key that names it. */
export type AxisValue = { readonly key: string; readonly value: Json };
export type Axis = {
  readonly name: string;
  readonly values: readonly AxisValue[];
  readonly column: string | undefined;
};

/** What reading an axis needs. */
export type AxisPlace = ValuePlace & {
  readonly context: NodeContext;
  readonly readData: (file: string, from: Span) => Promise<DataFile | undefined>;
};

/** The values of one axis of a matrix, from a list, `values` or a data file; undefined where something is wrong, which is reported. */
export async function readAxis(name: string, tree: Tree, path: TreePath, place: AxisPlace): Promise<Axis | undefined> {
  if (tree.kind === 'list') return axisOf(name, undefined, rawValues(tree, path, place), tree, path, place.report);
  if (tree.kind !== 'map') return undefined;
  const column = textAt(tree, 'key', path, place);
  const list = treeAt(tree, ['values']);
  const file = treeAt(tree, ['from']);
  if ((list === undefined) === (file === undefined)) {
    const message = `the axis "${name}" needs values or from, and not both`;
    place.report.add({ code: 'MISSING_KEY', span: tree.span, path, message });
    return undefined;
  }
  const raw = list?.kind === 'list' ? rawValues(list, [...path, 'values'], place) : await fileValues(tree, path, place);
  if (raw === undefined) return undefined;
  const axis = axisOf(name, column, raw, tree, path, place.report);
  const pairs = treeAt(tree, ['pairs']);
  return axis !== undefined && pairs?.kind === 'scalar' && pairs.value === true
    ? paired(axis, tree, path, place.report)
    : axis;
}

type RawValue = DataFile['values'][number];

function rawValues(list: ListTree, path: TreePath, place: AxisPlace): readonly RawValue[] {
  return list.items.map((item, index) => ({
    value: evaluateCompiled(compileValue(item, [...path, index], place), place.context, place.report),
    span: item.span,
  }));
}

async function fileValues(tree: MapTree, path: TreePath, place: AxisPlace): Promise<readonly RawValue[] | undefined> {
  const entry = tree.entries.get('from');
  const file = textAt(tree, 'from', path, place);
  if (entry === undefined || file === undefined) return undefined;
  return (await place.readData(file, entry.value.span))?.values;
}

/** The text under a key, its expressions evaluated. */
function textAt(tree: MapTree, key: string, path: TreePath, place: AxisPlace): string | undefined {
  const value = treeAt(tree, [key]);
  if (value?.kind !== 'scalar' || typeof value.value !== 'string') return undefined;
  if (!hasExpression(value.value)) return value.value;
  const compiled = compileValue(value, [...path, key], place);
  if (compiled.kind !== 'text') return undefined;
  const text = evaluateCompiled(compiled, place.context, place.report);
  return typeof text === 'string' ? text : undefined;
}

function axisOf(
  name: string,
  column: string | undefined,
  raw: readonly RawValue[],
  tree: Tree,
  path: TreePath,
  report: Report,
): Axis | undefined {
  if (raw.length === 0) {
    report.add({ code: 'MATRIX_EMPTY', span: tree.span, path, message: `the axis "${name}" has no values` });
    return undefined;
  }
  if (isKeyWrong(name, column, raw, tree, path, report)) return undefined;
  const values = new Map<string, AxisValue>();
  let isWrong = false;
  for (const { value, span } of raw) {
    const key = keyOf(name, column, value, span, path, report);
    const before = key === undefined ? undefined : values.get(key);
    if (before !== undefined) {
      const differ = canonicalJson(before.value) === canonicalJson(value) || isJsonObject(value);
      const words = differ ? '' : `: ${canonicalJson(before.value)} and ${canonicalJson(value)}`;
      const message = `two values of the axis "${name}" have the key "${key}"${words}`;
      report.add({ code: 'NAME_CLASH', span, path, message, hint: 'each value needs a key of its own' });
    }
    if (key === undefined || before !== undefined) isWrong = true;
    else values.set(key, { key, value });
  }
  return isWrong ? undefined : { name, values: [...values.values()], column };
}

/** What is wrong for all values is said once, where the axis is written: no key for maps, or a column that none has. */
function isKeyWrong(
  name: string,
  column: string | undefined,
  raw: readonly RawValue[],
  tree: Tree,
  path: TreePath,
  report: Report,
): boolean {
  const maps = raw.flatMap(({ value }) => (value !== UNKNOWN && isJsonObject(value) ? [value] : []));
  const [first] = maps;
  if (first === undefined) return false;
  const columns = Object.keys(first);
  if (column === undefined) {
    const hint = `write key: ${columns[0] ?? 'id'} beside it`;
    const message = `the values of the axis "${name}" are maps: they need a key`;
    report.add({ code: 'MATRIX_KEY', span: tree.span, path, message, hint });
    return true;
  }
  if (maps.length < raw.length || maps.some((value) => Object.hasOwn(value, column))) return false;
  const hint = suggest(column, columns);
  const span = spanOfValue(tree, ['key']);
  report.add({ code: 'MATRIX_KEY', span, path: [...path, 'key'], message: `there is no column "${column}"`, hint });
  return true;
}

function keyOf(
  name: string,
  column: string | undefined,
  value: Json,
  span: Span,
  path: TreePath,
  report: Report,
): string | undefined {
  if (value === UNKNOWN) return undefined;
  if (!isJsonObject(value)) {
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    const words = value === null ? 'null' : value === '' ? 'empty text' : 'a list';
    report.add({ code: 'MATRIX_VALUE', span, path, message: `${words} cannot be a value of the axis "${name}"` });
    return undefined;
  }
  if (column === undefined) return undefined;
  const key = Object.hasOwn(value, column) ? value[column] : undefined;
  if ((typeof key === 'string' && key !== '') || typeof key === 'number' || typeof key === 'boolean')
    return String(key);
  const message = key === undefined ? `there is no column "${column}"` : `the column "${column}" holds no key`;
  const hint = key === undefined ? `columns: ${Object.keys(value).join(' ')}` : 'a key is text or a number, not empty';
  report.add({ code: 'MATRIX_KEY', span, path, message, hint });
  return undefined;
}

/** n−1 values `{this, next}`, each under the key of its `this`. */
function paired(axis: Axis, tree: MapTree, path: TreePath, report: Report): Axis | undefined {
  const values = axis.values.slice(0, -1).flatMap(({ key, value }, index) => {
    const next = axis.values[index + 1];
    return next === undefined ? [] : [{ key, value: { this: value, next: next.value } }];
  });
  if (values.length > 0) return { ...axis, values };
  const message = `the axis "${axis.name}" has no pairs: pairs need two values`;
  report.add({ code: 'MATRIX_EMPTY', span: tree.span, path, message });
  return undefined;
}
