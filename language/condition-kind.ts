import { type Expression, statusIn } from '../expressions/index.ts';
import type { ConditionKind } from '../plan/condition.ts';

/**
 * What a folded `if` asks for; undefined: nothing beyond `success()`. A status function that folding removed counts
 * all the same: who names one decides alone.
 */
export function kindOfCondition(whole: Expression, folded: Expression): ConditionKind | undefined {
  const named = statusIn(whole);
  const decides = named.has('failure') || named.has('always') || named.has('cancelled');
  if (folded.kind === 'literal') {
    if (folded.value !== true) return 'never';
    return decides ? 'always' : undefined;
  }
  if (folded.kind === 'call') {
    if (folded.name === 'failure' || folded.name === 'always' || folded.name === 'cancelled') return folded.name;
    if (folded.name === 'success' && !decides) return undefined;
  }
  // `success() && …` says what counts anyway; anywhere else success() is one word among others.
  const rest = conjuncts(folded).filter((part) => !isSuccess(part));
  const isPlain = !decides && rest.every((part) => statusIn(part).size === 0);
  return isPlain ? 'after-success' : 'free';
}

/** What an expression surely is, where that can be seen; `other`: neither true nor false. */
export function isBoolean(expression: Expression): 'boolean' | 'other' | 'unknown' {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'boolean' ? 'boolean' : 'other';
    case 'not':
    case 'compare':
      return 'boolean';
    case 'logical': {
      const last = expression.args.at(-1);
      return last === undefined ? 'unknown' : isBoolean(last);
    }
    case 'call':
      return NOT_BOOLEAN.has(expression.name) ? 'other' : 'unknown';
    case 'star':
      return 'other';
    case 'member':
      return TEXT_MEMBERS.has(expression.name) && isNode(expression.of) ? 'other' : 'unknown';
    case 'context':
    case 'index':
      return 'unknown';
    default: {
      const never: never = expression;
      return never;
    }
  }
}

const NOT_BOOLEAN: ReadonlySet<string> = new Set(
  'format join slug basename add sub mul div round min max toJSON'.split(' '),
);
const TEXT_MEMBERS: ReadonlySet<string> = new Set(['id', 'state', 'matrix', 'outputs']);

/** `steps.x`, `steps.x['k']`, `source`. */
function isNode(expression: Expression): boolean {
  if (expression.kind === 'context') return expression.name === 'source';
  if (expression.kind === 'index') return isNode(expression.of);
  return expression.kind === 'member' && expression.of.kind === 'context' && expression.of.name === 'steps';
}

function conjuncts(expression: Expression): readonly Expression[] {
  if (expression.kind !== 'logical' || expression.operator !== '&&') return [expression];
  return expression.args.flatMap(conjuncts);
}

function isSuccess(expression: Expression): boolean {
  return expression.kind === 'call' && expression.name === 'success';
}
