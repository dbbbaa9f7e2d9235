import { describe, expect, test } from 'vitest';
import { evaluateText, isExpressionFailure, parseText } from '../../expressions/index.ts';
import type { Json } from '../../plan/json.ts';

// The packages that parse bound an expression at 21,000 characters and its depth at 50; this is about what it makes.
const around = (times: number, inner: string, wrap: (inner: string) => string) =>
  Array.from({ length: times }).reduce<string>((text) => wrap(text), inner);
const MEBIBYTE = 1_048_576;
const vars = {
  long: 'x'.repeat(MEBIBYTE),
  list: Array.from({ length: 20_000 }, () => 'x'),
  marks: '?'.repeat(80_000),
};
const evaluate = (text: string): Json => evaluateText(parseText(text), { inputs: {}, matrix: {}, vars });
const TOO_LONG = /^the text has more than 1048576 characters$/;

const BOMBS: readonly (readonly [name: string, text: string])[] = [
  ['JSON of JSON of JSON', around(40, "'\"'", (inner) => `toJSON(${inner})`)],
  ['a text three times, three times, …', around(40, "'abc'", (inner) => `format('{0}{0}{0}', ${inner})`)],
  ['many long texts', `format('${'{0}'.repeat(5_000)}', vars.long)`],
  ['a long text between many short ones', 'join(vars.list, vars.long)'],
  [
    'a list of lists in JSON',
    around(11, 'vars.list', (inner) => `toJSON(fromJSON(format('[{0},{0}]', toJSON(${inner}))))`),
  ],
];

function failureOf(text: string): unknown {
  try {
    return evaluate(text);
  } catch (error) {
    return isExpressionFailure(error) ? error.message : error;
  }
}

describe('a text that an expression makes has an end', () => {
  test.each(BOMBS)('%s', (_name, bomb) => {
    const start = process.cpuUsage();
    expect(failureOf(`\${{ ${bomb} }}`)).toMatch(TOO_LONG);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(3);
  });

  test('also where many expressions stand in one text', () => {
    expect(failureOf('${{ vars.long }}'.repeat(190))).toMatch(TOO_LONG);
    expect(failureOf('${{ vars.long }}')).toHaveLength(MEBIBYTE);
  });

  test('and what is below is made as ever', () => {
    expect(evaluate("a ${{ format('{{{0}}} {1}', 'b', 2) }} ${{ join(fromJSON('[1,2,3]'), '-') }}")).toBe(
      'a {b} 2 1-2-3',
    );
    expect(evaluate("${{ join(fromJSON('[]')) }}")).toBe('');
    expect(evaluate('${{ toJSON(fromJSON(\'{"a": [1]}\')) }}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(evaluate("${{ basename('https://a/b/c.png?x=/d#e') }}")).toBe('c.png');
  });

  test('no function takes quadratic time', () => {
    const start = process.cpuUsage();
    for (const call of ['slug', 'basename']) evaluate(`\${{ ${call}(format('{0}{1}', vars.marks, '\n')) }}`);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2);
  });
});
