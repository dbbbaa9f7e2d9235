import type { JsonObject } from '../plan/json.ts';
import { type Compilation, contextOf } from './compilation.ts';
import { type Compiled, compileValue, evaluateCompiled, UNKNOWN, type ValuePlace } from './compiled-value.ts';
import type { Instance } from './instance.ts';
import type { ContextPlace, Names } from './names.ts';
import type { Report } from './report.ts';
import { suggest } from './suggest.ts';
import { type Span, spanOfValue, type Tree, type TreePath, treeAt } from './tree.ts';

/** Which of the layers said a field, lowest first (language: Which value counts). */
export type Layer = 'defaults' | 'profile' | 'with' | 'link';
export type Field = {
  readonly compiled: Compiled;
  readonly layer: Layer;
  readonly keySpan: Span;
  readonly path: TreePath;
};
export type Fields = ReadonlyMap<string, Field>;

/** `defaults.with`, parsed for a step. */
export function defaultFields(compilation: Compilation, names: Names): Fields {
  return fieldsAt(compilation, ['defaults', 'with'], 'defaults', 'with', names, []);
}

/** The fields of a named profile; a name that is not declared is reported at `span`. */
function profileFields(compilation: Compilation, name: string, span: Span, names: Names): Fields {
  const { document } = compilation.file;
  if (document.profiles?.[name] === undefined) {
    const known = Object.keys(document.profiles ?? {});
    const hint = known.length === 0 ? 'the file declares no profiles' : suggest(name, known);
    compilation.report.add({ code: 'PROFILE_UNKNOWN', span, message: `there is no profile "${name}"`, hint });
    // It would have named a model, so nothing is said of a missing one.
    const compiled: Compiled = { kind: 'constant', value: UNKNOWN, tree: compilation.file.tree };
    return new Map([['model', { compiled, layer: 'profile', keySpan: span, path: ['profiles', name] }]]);
  }
  return fieldsAt(compilation, ['profiles', name], 'profile', 'inputs', names, []);
}

/** The profile that counts for a generate step: its own, else --profile, else defaults.profile. */
export function profileOfGenerate(
  compilation: Compilation,
  own: string | undefined,
  path: TreePath,
  names: Names,
): Fields {
  const { file, profile } = compilation;
  const name = own ?? profile ?? file.document.defaults?.profile;
  if (name === undefined) return new Map();
  const at = own !== undefined ? [...path, 'profile'] : profile !== undefined ? ['profiles'] : ['defaults', 'profile'];
  return profileFields(compilation, name, spanOfValue(file.tree, at), names);
}

/** The fields of the profile that a derived step names itself: --profile and defaults.profile do not count for it. */
export function ownProfileFields(
  compilation: Compilation,
  name: string | undefined,
  path: TreePath,
  names: Names,
): Fields {
  if (name === undefined) return new Map();
  return profileFields(compilation, name, spanOfValue(compilation.file.tree, [...path, 'profile']), names);
}

/** The fields under a path, but for the keys that are no fields. */
export function fieldsAt(
  compilation: Compilation,
  path: TreePath,
  layer: Layer,
  contexts: ContextPlace,
  names: Names,
  without: readonly string[],
): Fields {
  const tree: Tree | undefined = treeAt(compilation.file.tree, path);
  if (tree?.kind !== 'map') return new Map();
  const place: ValuePlace = { names, contexts, report: compilation.report };
  return new Map(
    [...tree.entries.values()]
      .filter(({ key }) => !without.includes(key))
      .map(({ key, keySpan, value }) => {
        const at = [...path, key];
        return [key, { compiled: compileValue(value, at, place), layer, keySpan, path: at }];
      }),
  );
}

/** Layers laid over one another, the later counting more. */
export function layered(...layers: readonly Fields[]): Fields {
  return new Map(layers.flatMap((fields) => [...fields]));
}

/** The values of fields for one instance. */
export function evaluateFields(compilation: Compilation, fields: Fields, instance: Instance): JsonObject {
  if (compilation.never?.has(instance)) return {};
  const context = contextOf(compilation, instance);
  const report = ofInstance(compilation.report, instance);
  return Object.fromEntries(
    [...fields].map(([name, { compiled }]) => [name, evaluateCompiled(compiled, context, report)]),
  );
}

/** Which of many instances an expression failed for: of which row a cell is empty. */
function ofInstance(report: Report, { step, key }: Instance): Report {
  if (key === '') return report;
  return { ...report, add: (found) => report.add({ ...found, message: `${found.message} (${step}@${key})` }) };
}
