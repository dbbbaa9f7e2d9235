import { type ContextName, type Expression, partsOf } from './ast.ts';
import type { Part } from './template.ts';

/**
 * A step that an expression names: bare (`steps.x…`), by key (`steps.x['k']…`, `key` is the expression in brackets),
 * or all of it (`steps.x.*`). `link`: the link of a chain that is meant, `output`: the output, where they are literals.
 */
export type StepReference = {
  readonly step: string;
  readonly kind: 'bare' | 'key' | 'star';
  readonly key?: Expression;
  readonly link?: string;
  readonly output?: string;
  /** Offset into the expression's text. */
  readonly at: number;
};

/** All steps that an expression refers to, in the order of its text. */
export function stepReferences(expression: Expression): readonly StepReference[] {
  const own = referenceAt(expression);
  if (own !== undefined) return [own, ...(own.key === undefined ? [] : stepReferences(own.key))];
  return partsOf(expression).flatMap(stepReferences);
}

/** True if an expression names one of these contexts. */
export function namesContext(expression: Expression, names: readonly ContextName[]): boolean {
  if (expression.kind === 'context') return names.includes(expression.name);
  return partsOf(expression).some((part) => namesContext(part, names));
}

/** The reference that parsed text consists of, if it is nothing but one (`${{ steps.x['k'] }}`). */
export function onlyReference(parts: readonly Part[]): StepReference | 'source' | undefined {
  const [only] = parts;
  if (parts.length !== 1 || only?.kind !== 'expression') return undefined;
  const { expression } = only;
  if (expression.kind === 'context' && expression.name === 'source') return 'source';
  const reference = referenceAt(expression);
  const isNode = reference !== undefined && reference.output === undefined && isWhole(expression, reference);
  return isNode ? reference : undefined;
}

/** The reference to one output that parsed text consists of, if it is nothing but one (`${{ steps.x.outputs.film }}`). */
export function onlyOutput(parts: readonly Part[]): StepReference | undefined {
  const [only] = parts;
  if (parts.length !== 1 || only?.kind !== 'expression') return undefined;
  return outputReference(only.expression);
}

function referenceAt(expression: Expression): StepReference | undefined {
  const step = stepName(expression);
  if (step !== undefined) return { step, kind: 'bare', at: expression.at };
  if (expression.kind === 'star') {
    const starred = stepName(expression.of);
    return starred === undefined ? undefined : { step: starred, kind: 'star', at: expression.at };
  }
  if (expression.kind === 'index') {
    const keyed = stepName(expression.of);
    if (keyed !== undefined) return { step: keyed, kind: 'key', key: expression.index, at: expression.of.at };
  }
  return linkReference(expression) ?? outputReference(expression);
}

/** `steps.x.outputs.film`, `steps.x['k'].outputs['film']`, `steps.x.*.outputs.film`. */
function outputReference(expression: Expression): StepReference | undefined {
  const output = literalName(expression);
  if (output === undefined || (expression.kind !== 'index' && expression.kind !== 'member')) return undefined;
  const outputs = expression.of;
  if (outputs.kind !== 'member' || outputs.name !== 'outputs') return undefined;
  const node = referenceAt(outputs.of);
  return node?.output === undefined && node !== undefined ? { ...node, output } : undefined;
}

/** `steps.x.links['turn']`, `steps.x['k'].links.turn`. */
function linkReference(expression: Expression): StepReference | undefined {
  const link = literalName(expression);
  if (link === undefined || (expression.kind !== 'index' && expression.kind !== 'member')) return undefined;
  const links = expression.of;
  if (links.kind !== 'member' || links.name !== 'links') return undefined;
  const chain = referenceAt(links.of);
  return chain === undefined || chain.kind === 'star' ? undefined : { ...chain, link };
}

function literalName(expression: Expression): string | undefined {
  if (expression.kind === 'member') return expression.name;
  if (expression.kind !== 'index' || expression.index.kind !== 'literal') return undefined;
  return typeof expression.index.value === 'string' ? expression.index.value : undefined;
}

function stepName(expression: Expression): string | undefined {
  if (expression.kind !== 'member' || expression.of.kind !== 'context') return undefined;
  return expression.of.name === 'steps' ? expression.name : undefined;
}

function isWhole(expression: Expression, reference: StepReference): boolean {
  if (reference.link !== undefined) return linkReference(expression) !== undefined;
  return reference.kind === 'bare'
    ? expression.kind === 'member'
    : expression.kind === 'index' || expression.kind === 'star';
}
