import type { Json } from '../plan/json.ts';

/** The contexts that an expression may name. */
export const CONTEXTS = ['inputs', 'vars', 'matrix', 'source', 'steps'] as const;
export type ContextName = (typeof CONTEXTS)[number];

export const OPERATORS = ['==', '!=', '<', '<=', '>', '>='] as const;
export type Operator = (typeof OPERATORS)[number];

/** A parsed expression as plain data. `at`: offset into its text. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Json; readonly at: number }
  | { readonly kind: 'context'; readonly name: ContextName; readonly at: number }
  /** `x.name`: a name that must be declared. */
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string; readonly at: number }
  /** `x[…]`. */
  | { readonly kind: 'index'; readonly of: Expression; readonly index: Expression; readonly at: number }
  /** `x.*`, `x[*]`. */
  | { readonly kind: 'star'; readonly of: Expression; readonly at: number }
  | { readonly kind: 'not'; readonly operand: Expression; readonly at: number }
  | {
      readonly kind: 'compare';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    }
  | {
      readonly kind: 'logical';
      readonly operator: '&&' | '||';
      readonly args: readonly Expression[];
      readonly at: number;
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly at: number };

/** The direct parts of an expression. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'context':
      return [];
    case 'member':
    case 'star':
      return [expression.of];
    case 'index':
      return [expression.of, expression.index];
    case 'not':
      return [expression.operand];
    case 'compare':
      return [expression.left, expression.right];
    case 'logical':
    case 'call':
      return expression.args;
    default: {
      const never: never = expression;
      return never;
    }
  }
}
