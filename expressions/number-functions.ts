import type { Json } from '../plan/json.ts';
import { ExpressionFailure } from './failure.ts';
import type { ExpressionFunction } from './functions.ts';
import { numberOf } from './value.ts';

/** Arithmetic, as functions, since GitHub's grammar has no operators for it. */
export const NUMBER_FUNCTIONS: { readonly [name: string]: ExpressionFunction } = {
  add: binary('add(a, b): a + b', (a, b) => a + b),
  sub: binary('sub(a, b): a − b', (a, b) => a - b),
  mul: binary('mul(a, b): a × b', (a, b) => a * b),
  div: binary('div(a, b): a ÷ b', (a, b) => a / b),
  round: {
    min: 1,
    max: 1,
    words: 'round(x): the nearest whole number',
    call: ([x = null]) => Math.round(numberOf(x, 'round()')),
  },
  min: { min: 1, max: 255, words: 'min(a, …): the smallest', call: (args) => Math.min(...numbers(args, 'min()')) },
  max: { min: 1, max: 255, words: 'max(a, …): the largest', call: (args) => Math.max(...numbers(args, 'max()')) },
};

function binary(words: string, operation: (a: number, b: number) => number): ExpressionFunction {
  const name = `${words.slice(0, 3)}()`;
  return {
    min: 2,
    max: 2,
    words,
    call: ([a = null, b = null]) => {
      const result = operation(numberOf(a, name), numberOf(b, name));
      if (!Number.isFinite(result)) throw new ExpressionFailure(`${name} has no result that is a number`);
      return result;
    },
  };
}

function numbers(args: readonly Json[], name: string): readonly number[] {
  return args.map((arg) => numberOf(arg, name));
}
