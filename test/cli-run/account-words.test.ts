import { expect, test } from 'vitest';
import { readAccountWords } from '../../cli/session/account-words.ts';

test.each([
  ['', {}],
  ['studio', { name: 'studio' }],
  ['pause', { order: { do: 'pause' } }],
  ['studio resume', { name: 'studio', order: { do: 'resume' } }],
  ['limit 3', { order: { do: 'limit', limit: 3 } }],
  ['studio limit 3', { name: 'studio', order: { do: 'limit', limit: 3 } }],
  ['pause pause', { name: 'pause', order: { do: 'pause' } }],
])('dailies account %s', (typed, wanted) => {
  expect(readAccountWords(typed.split(' ').filter((word) => word !== ''))).toEqual(wanted);
});

test.each(['studio dance', 'limit 0', 'limit many', 'studio limit -1', 'studio pause now', 'studio limit'])(
  'dailies account %s is refused with what may be typed',
  (typed) => {
    expect(() => readAccountWords(typed.split(' '))).toThrow(expect.objectContaining({ exit: 64 }));
  },
);
