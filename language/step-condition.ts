import {
  type Expression,
  ExpressionFailure,
  foldExpression,
  hasExpression,
  isExpressionFailure,
  parseExpression,
  STATUS_FUNCTIONS,
} from '../expressions/index.ts';
import type { Condition } from '../plan/condition.ts';
import type { Edge } from '../plan/plan.ts';
import { checkNames, deferredIn, namesUnknown } from './check-names.ts';
import type { CheckedStep } from './check-schema.ts';
import { type Compilation, contextOf } from './compilation.ts';
import { reportFailure } from './compiled-value.ts';
import { isBoolean, kindOfCondition } from './condition-kind.ts';
import { edgesOf, type PlacedReference, referencesIn } from './edges.ts';
import type { Instance } from './instance.ts';
import type { Names } from './names.ts';
import { type ScalarTree, spanInText, type TreePath, treeAt } from './tree.ts';

/** A step's `if`, parsed and checked once, to be judged for each instance. */
export type StepCondition = {
  readonly expression: Expression;
  readonly tree: ScalarTree;
  readonly path: TreePath;
  readonly references: readonly PlacedReference[];
  /** True for a part that leans on an input which another pipeline gives in the run. */
  readonly later: (part: Expression) => boolean;
};

/** The `if` of a step that uses a pipeline, in one instance; without a condition it holds in any case. */
export type Gate = { readonly compiled: StepCondition; readonly condition: Condition | undefined };

/** Parses a step's `if`. undefined: there is none, or what is wrong with it is reported. */
export function compileCondition(
  { file, report }: Compilation,
  { id }: CheckedStep,
  names: Names,
): StepCondition | undefined {
  const path = ['steps', id, 'if'];
  const tree = treeAt(file.tree, path);
  if (tree?.kind !== 'scalar') return undefined;
  const text = String(tree.value);
  // Without quotes, !x is a tag in YAML, and told as one.
  if (text === '' && !/^['"]/.test(tree.raw)) return undefined;
  if (hasExpression(text)) {
    const message = 'an if is an expression as it is, without ${{ }}';
    const hint = `write if: ${text.replace(/^\s*\$\{\{|\}\}\s*$/g, '').trim()}`;
    report.add({ code: 'EXPRESSION', span: tree.span, path, message, hint });
    return undefined;
  }
  const expression = parsed();
  if (expression === undefined || namesUnknown(expression, names.unknown)) return undefined;
  const problems = checkNames(expression, names, 'if');
  for (const { at, ...problem } of problems) report.add({ ...problem, span: spanInText(tree, at), path });
  if (problems.length > 0) return undefined;
  if (isBoolean(expression) === 'other') {
    report.add({ code: 'EXPRESSION', span: tree.span, path, message: NOT_BOOLEAN, hint: COMPARE });
    return undefined;
  }
  const waits = deferredIn(expression, names.deferred);
  const found = { expression, at: 0, tree, path, waits };
  const later = (part: Expression) => deferredIn(part, names.deferred).length > 0;
  return { expression, tree, path, references: referencesIn([found]), later };

  function parsed(): Expression | undefined {
    try {
      return parseExpression(text);
    } catch (error) {
      if (tree?.kind === 'scalar') reportFailure(withStatus(error), tree, path, report);
      return undefined;
    }
  }
}

/** What an `if` asks for in one instance; undefined: nothing, or what is wrong with it is reported. */
export function conditionOf(
  compilation: Compilation,
  { expression, tree, path, later }: StepCondition,
  instance: Instance,
): Condition | undefined {
  try {
    const folded = foldExpression(expression, contextOf(compilation, instance), later);
    if (isBoolean(folded) === 'other') {
      compilation.report.add({ code: 'EXPRESSION', span: tree.span, path, message: NOT_BOOLEAN, hint: COMPARE });
      return undefined;
    }
    const kind = kindOfCondition(expression, folded);
    return kind === undefined ? undefined : { kind, text: String(tree.value) };
  } catch (error) {
    if (!isExpressionFailure(error)) throw error;
    reportFailure(error, tree, path, compilation.report);
    return undefined;
  }
}

/** What an `if` refers to has to end, however it ends. */
export function conditionEdges(
  compilation: Compilation,
  { references }: StepCondition,
  instance: Instance,
): readonly Edge[] {
  return edgesOf(compilation, references, instance).map(({ node }) => ({ node, kind: 'needs' }));
}

/** Where a function is not known, what only an `if` may call is named first. */
function withStatus(error: unknown): unknown {
  if (!isExpressionFailure(error) || error.hint?.startsWith('functions:') !== true) return error;
  const hint = `in an if: ${Object.keys(STATUS_FUNCTIONS).join('() ')}(); ${error.hint}`;
  return new ExpressionFailure(error.message, error.at, hint);
}

const NOT_BOOLEAN = 'an if is true or false, and this is neither';
const COMPARE = 'compare it: x == …';
