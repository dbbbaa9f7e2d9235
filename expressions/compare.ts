import type { Json } from '../plan/json.ts';
import type { Operator } from './ast.ts';
import { ExpressionFailure } from './failure.ts';
import { typeOf } from './value.ts';

/** Compares within one type, case-exact; anything may be compared with null by == and !=. Throws ExpressionFailure. */
export function compare(operator: Operator, left: Json, right: Json): boolean {
  if (operator === '==' || operator === '!=') return isEqual(operator, left, right) === (operator === '==');
  if (typeof left === 'number' && typeof right === 'number') return ordered(operator, left, right);
  if (typeof left === 'string' && typeof right === 'string') return ordered(operator, left, right);
  throw unlike(operator, left, right);
}

function isEqual(operator: Operator, left: Json, right: Json): boolean {
  if (left === null || right === null) return left === right;
  if (typeof left !== typeof right || typeof left === 'object') throw unlike(operator, left, right);
  return left === right;
}

function ordered<T extends number | string>(operator: Operator, left: T, right: T): boolean {
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

function unlike(operator: Operator, left: Json, right: Json): ExpressionFailure {
  const words = `${operator} cannot compare ${typeOf(left)} with ${typeOf(right)}`;
  return new ExpressionFailure(words, 0, 'both sides must be of one type; cells of a CSV file are text');
}
