import type { Json } from '../plan/json.ts';
import { ExpressionFailure } from './failure.ts';
import { NUMBER_FUNCTIONS } from './number-functions.ts';
import { STATUS_FUNCTIONS } from './status.ts';
import { TEXT_FUNCTIONS } from './text-functions.ts';
import { joined, textOf, typeOf } from './value.ts';

/** One function: how many arguments it takes, and what it does. Pure; throws ExpressionFailure. */
export type ExpressionFunction = {
  readonly min: number;
  readonly max: number;
  readonly words: string;
  readonly call: (args: readonly Json[]) => Json;
};

/** GitHub's functions and ours. No time, no randomness, no environment. */
export const FUNCTIONS: { readonly [name: string]: ExpressionFunction } = {
  ...TEXT_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  default: {
    min: 2,
    max: 2,
    words: 'default(x, y): x, or y where x is null',
    call: ([value = null, other = null]) => value ?? other,
  },
  toJSON: {
    min: 1,
    max: 1,
    words: 'toJSON(x): x as JSON text',
    call: ([value = null]) => joined([JSON.stringify(value, null, 2)]),
  },
  fromJSON: {
    min: 1,
    max: 1,
    words: 'fromJSON(text): the value that JSON text means',
    call: ([text = null]) => parsed(text),
  },
  case: {
    min: 3,
    max: 255,
    words: 'case(test, value, …, otherwise): the value behind the first test that is true',
    call: (args) => {
      for (let at = 0; at + 1 < args.length; at += 2) {
        const test = args[at];
        if (typeof test !== 'boolean')
          throw new ExpressionFailure(`a test of case() is ${typeOf(test ?? null)}, not true or false`);
        if (test) return args[at + 1] ?? null;
      }
      return args.at(-1) ?? null;
    },
  },
};

/** What to say to somebody who wrote a function's name wrongly, or undefined. */
export function hintOfFunction(name: string): string | undefined {
  const all = [...Object.keys(FUNCTIONS), ...Object.keys(STATUS_FUNCTIONS)];
  const same = all.find((known) => known.toLowerCase() === name.toLowerCase());
  return same === undefined ? `functions: ${Object.keys(FUNCTIONS).join(' ')}` : `did you mean "${same}"?`;
}

function parsed(text: Json): Json {
  try {
    return JSON.parse(textOf(text, 'fromJSON()'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new ExpressionFailure('fromJSON() was given text that is not JSON');
    throw error;
  }
}
