import type { Json } from '../plan/json.ts';
import type { Budget, Edge } from '../plan/plan.ts';
import { baseNames, type Compilation } from './compilation.ts';
import { type Compiled, compileValue, evaluateCompiled, expressionsIn, UNKNOWN } from './compiled-value.ts';
import { edgesOf, referencesIn } from './edges.ts';
import type { Instance } from './instance.ts';
import { fieldsAt } from './layers.ts';
import { limitOf } from './notes.ts';
import { spanOfValue, type TreePath, treeAt } from './tree.ts';

/** Checks what no step uses: expressions where none may stand, profiles that nobody names, defaults without a step. */
export function checkHeader(compilation: Compilation): void {
  const { file, report, options, part } = compilation;
  const names = baseNames(file);
  for (const key of ['name', 'description', 'account']) {
    const tree = treeAt(file.tree, [key]);
    if (tree !== undefined) compileValue(tree, [key], { names, contexts: 'nothing', report });
  }
  const profiles = Object.keys(file.document.profiles ?? {});
  for (const name of profiles) fieldsAt(compilation, ['profiles', name], 'profile', 'inputs', names, []);
  if (part === undefined && options.profile !== undefined && !profiles.includes(options.profile)) {
    const hint = profiles.length === 0 ? 'the file declares no profiles' : `known: ${profiles.join(' ')}`;
    const span = spanOfValue(file.tree, ['profiles']);
    report.add({ code: 'PROFILE_UNKNOWN', span, message: `there is no profile "${options.profile}"`, hint });
  }
}

/** The budget in quota units, or undefined where there is none. */
export function budgetOf(compilation: Compilation): Budget | undefined {
  const { budget } = compilation.file.document;
  if (budget === undefined) return undefined;
  const usd = valueAt(compilation, ['budget', 'limit']);
  const limit = typeof usd === 'number' ? limitOf(usd) : undefined;
  if (limit === undefined && usd !== UNKNOWN) {
    const span = spanOfValue(compilation.file.tree, ['budget', 'limit']);
    const message = `${JSON.stringify(usd)} is not an amount in USD with at most two decimals`;
    compilation.report.add({ code: 'WRONG_VALUE', span, path: ['budget', 'limit'], message });
  }
  const warnAt = percentage(compilation);
  return limit === undefined ? undefined : { limit, warnAt, onExceed: budget['on-exceed'] ?? 'pause' };
}

function percentage(compilation: Compilation): number {
  const text = valueAt(compilation, ['budget', 'warn-at']);
  if (text === null) return WARN_AT;
  const percent = /^(\d{1,3})%$/.exec(String(text))?.[1];
  if (percent !== undefined && Number(percent) <= 100) return Number(percent) / 100;
  const span = spanOfValue(compilation.file.tree, ['budget', 'warn-at']);
  compilation.report.add({
    code: 'WRONG_VALUE',
    span,
    path: ['budget', 'warn-at'],
    message: `${JSON.stringify(text)} is not a percentage`,
    hint: 'write 80%',
  });
  return WARN_AT;
}

/** A warning at four fifths of the limit, where the file says nothing. */
const WARN_AT = 0.8;

function valueAt({ file, report, inputs }: Compilation, path: TreePath): Json {
  const tree = treeAt(file.tree, path);
  if (tree === undefined) return null;
  const compiled = compileValue(tree, path, { names: baseNames(file), contexts: 'budget', report });
  return evaluateCompiled(compiled, { inputs }, report);
}

/** The templates of `outputs`; what they refer to is checked. */
export function outputsOf(compilation: Compilation): { readonly [name: string]: Json } {
  const { report, inputs, vars } = compilation;
  outputEdges(compilation, undefined);
  return Object.fromEntries(
    [...compiledOutputs(compilation)].map(([name, compiled]) => {
      return [name, evaluateCompiled(compiled, { inputs, vars, matrix: {} }, report)];
    }),
  );
}

/** What one of a file's outputs is made from, or all of them. */
export function outputEdges(compilation: Compilation, output: string | undefined): readonly Edge[] {
  const outside: Instance = { step: '', key: '', axisKeys: new Map(), matrix: {} };
  return [...compiledOutputs(compilation)].flatMap(([name, compiled]) =>
    output === undefined || output === name ? edgesOf(compilation, referencesIn(expressionsIn(compiled)), outside) : [],
  );
}

/** `outputs`, parsed. */
export function compiledOutputs({ file, report }: Compilation): ReadonlyMap<string, Compiled> {
  const tree = treeAt(file.tree, ['outputs']);
  if (tree?.kind !== 'map') return new Map();
  const place = { names: baseNames(file), contexts: 'with', report } as const;
  return new Map(
    [...tree.entries.values()].map(({ key, value }) => [key, compileValue(value, ['outputs', key], place)]),
  );
}
