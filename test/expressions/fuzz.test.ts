import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateText, FUNCTIONS, isExpressionFailure, parseText } from '../../expressions/index.ts';

const word = fc.constantFrom(
  ...['inputs', 'vars', 'matrix', 'source', 'steps', '.x', '.*', '[', ']', '(', ')', "'a'", "'", ',', '!', '&&', '||'],
  ...[
    '==',
    '!=',
    '<',
    '>=',
    '1',
    '-1',
    '0x1f',
    '1e999',
    'NaN',
    'Infinity',
    'true',
    'null',
    ' ',
    '\n',
    '${{',
    '}}',
    '{0}',
    '$',
  ],
  ...Object.keys(FUNCTIONS),
);
const context = { inputs: { x: 'a' }, vars: { x: 1 }, matrix: { x: [1, { y: null }] } };

test('no text makes an expression throw anything but a failure with a place in it', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      const text = `\${{ ${words.join('')} }}`;
      try {
        const value = evaluateText(parseText(text), context);
        if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
      } catch (error) {
        if (!isExpressionFailure(error)) throw error;
        expect(error.message).not.toBe('');
        expect(error.at).toBeGreaterThanOrEqual(0);
        expect(error.at).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 5000 },
  );
});

test('deep and long expressions end soon', () => {
  const start = process.cpuUsage().user;
  for (const text of [
    '('.repeat(30_000),
    `${'!'.repeat(10_000)}true`,
    `inputs${'.x'.repeat(9000)}`,
    `inputs${"['x'".repeat(4000)}`,
  ]) {
    expect(() => parseText(`\${{ ${text} }}`)).toThrow();
  }
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(3000);
});
