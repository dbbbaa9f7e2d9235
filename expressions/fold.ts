import { type Expression, partsOf } from './ast.ts';
import type { NodeContext } from './context.ts';
import { evaluateExpression } from './evaluate.ts';
import { ExpressionFailure } from './failure.ts';
import { namesContext } from './references.ts';
import { isStatusFunction } from './status.ts';
import { typeOf } from './value.ts';

/**
 * An expression with all evaluated that does not hang on steps, source or a status function; `&&` and `||` whose left
 * side is known become what decides them. `later`: names a part that is known only in the run, for other reasons.
 * Throws ExpressionFailure.
 */
export function foldExpression(
  expression: Expression,
  context: NodeContext,
  later: (part: Expression) => boolean = () => false,
): Expression {
  if (!isOpen(expression, later)) {
    return { kind: 'literal', value: evaluateExpression(expression, context), at: expression.at };
  }
  if (expression.kind === 'not') {
    const operand = foldExpression(expression.operand, context, later);
    return operand.kind === 'literal' && typeof operand.value === 'boolean'
      ? { kind: 'literal', value: !operand.value, at: expression.at }
      : { ...expression, operand };
  }
  if (expression.kind !== 'logical') return expression;
  const args: Expression[] = [];
  for (const [index, arg] of expression.args.entries()) {
    const folded = foldExpression(arg, context, later);
    if (folded.kind !== 'literal') {
      args.push(folded);
      continue;
    }
    const isLast = index === expression.args.length - 1;
    if (typeof folded.value !== 'boolean') {
      const message = `beside ${expression.operator} stands ${typeOf(folded.value)}, not true or false`;
      throw new ExpressionFailure(message, folded.at, 'compare it: x == …');
    }
    // What decides ends it; what decides nothing goes, unless nothing else is left.
    if (folded.value === (expression.operator === '||')) {
      if (args.length === 0) return folded;
      args.push(folded);
      break;
    }
    if (isLast && args.length === 0) return folded;
  }
  const [only] = args;
  return args.length === 1 && only !== undefined ? only : { ...expression, args };
}

function isOpen(expression: Expression, later: (part: Expression) => boolean): boolean {
  if (namesContext(expression, ['steps', 'source']) || later(expression)) return true;
  if (expression.kind === 'call' && isStatusFunction(expression.name)) return true;
  return partsOf(expression).some((part) => isOpen(part, later));
}
