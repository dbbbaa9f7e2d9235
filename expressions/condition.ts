import type { EdgeStatus } from '../plan/condition.ts';
import type { Json } from '../plan/json.ts';
import type { Expression } from './ast.ts';
import type { NodeContext } from './context.ts';
import { evaluateExpression } from './evaluate.ts';
import { ExpressionFailure, isExpressionFailure } from './failure.ts';
import { type Around, nodeContext } from './node-context.ts';
import { parseExpression } from './parse.ts';
import type { Take } from './take.ts';
import { typeOf } from './value.ts';

/**
 * Whether a node's `if` holds, all that it needs having ended. Throws ExpressionFailure where it cannot be evaluated
 * or is neither true nor false.
 */
export function conditionHolds<T extends Take>(around: Around<T>, index: number, status: EdgeStatus): boolean {
  const node = around.plan.nodes[index];
  if (node?.condition === undefined) return status.success;
  const expression = parseExpression(node.condition.text);
  const value = evaluated(expression, { ...nodeContext(around, node), status });
  if (typeof value === 'boolean') return value;
  throw new ExpressionFailure(`an if is true or false, but this is ${typeOf(value)}`, expression.at);
}

/** What asks for an output that is not there does not hold: what is not wanted spreads. */
function evaluated(expression: Expression, context: NodeContext): Json {
  try {
    return evaluateExpression(expression, context);
  } catch (error) {
    if (isExpressionFailure(error) && error.isAbsent) return false;
    throw error;
  }
}
