import {
  type Expression,
  evaluateText,
  hasExpression,
  isExpressionFailure,
  type NodeContext,
  namesContext,
  type Part,
  parseText,
  stepReferences,
} from '../expressions/index.ts';
import type { Json } from '../plan/json.ts';
import { checkNames, deferredIn, namesUnknown, type Waits } from './check-names.ts';
import { CONTEXTS_OF, type ContextPlace, type Names } from './names.ts';
import type { Report } from './report.ts';
import { type ScalarTree, spanInText, type Tree, type TreePath } from './tree.ts';

/** A value of the file whose expressions are parsed once, to be evaluated for each instance. */
export type Compiled =
  | { readonly kind: 'constant'; readonly value: Json; readonly tree: Tree }
  | {
      readonly kind: 'text';
      readonly parts: readonly Part[];
      /** It depends on steps or source: evaluated when the node is about to be submitted. */
      readonly isDeferred: boolean;
      /** What it waits for through inputs that another pipeline gives. */
      readonly waits: readonly Waits[];
      readonly tree: ScalarTree;
      readonly path: TreePath;
    }
  | { readonly kind: 'list'; readonly items: readonly Compiled[]; readonly tree: Tree }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Compiled])[]; readonly tree: Tree };

/** Stands for a value that has a problem already, or is not known yet: every check passes it over. */
export const UNKNOWN: Json = { $deferred: '' };

/** Where a value stands: which contexts its expressions may use, which names are declared. */
export type ValuePlace = { readonly names: Names; readonly contexts: ContextPlace; readonly report: Report };

/** Parses all expressions in a value and checks their names. What is wrong is reported, and becomes unknown. */
export function compileValue(tree: Tree, path: TreePath, place: ValuePlace): Compiled {
  if (tree.kind === 'list') {
    return { kind: 'list', items: tree.items.map((item, index) => compileValue(item, [...path, index], place)), tree };
  }
  if (tree.kind === 'map') {
    const entries = [...tree.entries].map(
      ([key, { value }]) => [key, compileValue(value, [...path, key], place)] as const,
    );
    return { kind: 'map', entries, tree };
  }
  if (tree.isUnknown) return { kind: 'constant', value: UNKNOWN, tree };
  if (typeof tree.value !== 'string' || !hasExpression(tree.value))
    return { kind: 'constant', value: tree.value, tree };
  return compileText(tree, tree.value, path, place);
}

/** The value for one instance. Expressions that fail are reported, and become unknown. */
export function evaluateCompiled(compiled: Compiled, context: NodeContext, report: Report): Json {
  switch (compiled.kind) {
    case 'constant':
      return compiled.value;
    case 'list':
      return compiled.items.map((item) => evaluateCompiled(item, context, report));
    case 'map':
      return Object.fromEntries(
        compiled.entries.map(([key, value]) => [key, evaluateCompiled(value, context, report)]),
      );
    case 'text':
      if (compiled.isDeferred) return { $deferred: String(compiled.tree.value) };
      return evaluated(compiled, context, report);
    default: {
      const never: never = compiled;
      return never;
    }
  }
}

/** All expressions in a value, with the scalar that each stands in. */
export function expressionsIn(compiled: Compiled): readonly FoundExpression[] {
  if (compiled.kind === 'list') return compiled.items.flatMap(expressionsIn);
  if (compiled.kind === 'map') return compiled.entries.flatMap(([, value]) => expressionsIn(value));
  if (compiled.kind === 'constant') return [];
  return compiled.parts.flatMap((part) =>
    part.kind === 'expression'
      ? [{ expression: part.expression, at: part.at, tree: compiled.tree, path: compiled.path, waits: compiled.waits }]
      : [],
  );
}
export type FoundExpression = {
  readonly expression: Expression;
  readonly at: number;
  readonly tree: ScalarTree;
  readonly path: TreePath;
  readonly waits: readonly Waits[];
};

/** More than these in one value are a mistake; each is parsed, and looked for in the text when something is wrong. */
const EXPRESSIONS_MAX = 200;

function compileText(
  tree: ScalarTree,
  text: string,
  path: TreePath,
  { names, contexts, report }: ValuePlace,
): Compiled {
  if (text.split('${{', EXPRESSIONS_MAX + 2).length > EXPRESSIONS_MAX + 1) {
    const message = `a value holds at most ${EXPRESSIONS_MAX} expressions`;
    report.add({ code: 'EXPRESSION', span: tree.span, path, message });
    return { kind: 'constant', value: UNKNOWN, tree };
  }
  const failures: unknown[] = [];
  const parts = parseText(text, (failure) => failures.push(failure));
  for (const failure of failures) reportFailure(failure, tree, path, report);
  if (CONTEXTS_OF[contexts].length === 0) {
    report.add({ code: 'EXPRESSION_NOT_HERE', span: tree.span, path, message: 'expressions are not allowed here' });
    return { kind: 'constant', value: UNKNOWN, tree };
  }
  const expressions = parts.flatMap((part) => (part.kind === 'expression' ? [part] : []));
  const isUnknown = expressions.some(({ expression }) => namesUnknown(expression, names.unknown));
  const sound = expressions.filter(({ expression }) => !namesUnknown(expression, names.unknown));
  const problems = sound.flatMap(({ expression, at }) =>
    checkNames(expression, names, contexts).map((problem) => ({ ...problem, at: problem.at + at })),
  );
  for (const { at, ...problem } of problems) report.add({ ...problem, span: spanInText(tree, at), path });
  if (isUnknown || failures.length + problems.length > 0) return { kind: 'constant', value: UNKNOWN, tree };
  const waits = expressions.flatMap(({ expression }) => deferredIn(expression, names.deferred));
  if (waits.length > 0 && isTooEarly(expressions, contexts, names)) {
    const message = 'what another pipeline gives here is known only while the run is under way';
    const hint = 'it may stand where fields of a request, videos and outputs are written';
    report.add({ code: 'EXPRESSION_NOT_HERE', span: tree.span, path, message, hint });
    return { kind: 'constant', value: UNKNOWN, tree };
  }
  const isDeferred = waits.length > 0 || expressions.some(({ expression }) => isOfSteps(expression));
  return { kind: 'text', parts, isDeferred, waits, tree, path };
}

function isOfSteps(expression: Expression): boolean {
  return namesContext(expression, ['steps', 'source']);
}

/** Instances, the keys in `steps.x[…]` and budgets decide what the plan is. */
function isTooEarly(
  expressions: readonly (Part & { readonly kind: 'expression' })[],
  contexts: ContextPlace,
  { deferred }: Names,
): boolean {
  if (contexts === 'strategy' || contexts === 'budget') return true;
  const keys = expressions.flatMap(({ expression }) => stepReferences(expression).flatMap(({ key }) => key ?? []));
  return keys.some((key) => deferredIn(key, deferred).length > 0);
}

function evaluated(compiled: Compiled & { readonly kind: 'text' }, context: NodeContext, report: Report): Json {
  try {
    return evaluateText(compiled.parts, context);
  } catch (error) {
    reportFailure(error, compiled.tree, compiled.path, report);
    return UNKNOWN;
  }
}

/** Reports an expression's failure at its place; anything else is a bug and thrown on. */
export function reportFailure(error: unknown, tree: ScalarTree, path: TreePath, report: Report): void {
  if (!isExpressionFailure(error)) throw error;
  const { message, at, hint = '' } = error;
  report.add({ code: 'EXPRESSION', span: spanInText(tree, at), path, message, hint });
}
