import { expect, it } from 'vitest';
import { settledCost } from '../../activities/settled-cost.ts';

it.each([
  ['as planned', 100, { cost: 100, assumed: false, odd: false }],
  ['less', 0, { cost: 0, assumed: false, odd: false }],
  ['nothing named', null, { cost: 100, assumed: true, odd: false }],
  ['more', 101, { cost: 101, assumed: false, odd: false, flag: 'COST_ABOVE', overpaid: 1.01 }],
  ['ten times as much', 1_000, { cost: 1_000, assumed: false, odd: false, flag: 'COST_ABOVE', overpaid: 10 }],
  ['more than ten times', 1_001, { cost: 100, assumed: true, odd: true, flag: 'COST_ABOVE', overpaid: 10.01 }],
  ['1e30', 1e30, { cost: 100, assumed: true, odd: true, flag: 'COST_ABOVE', overpaid: 1e28 }],
  ['below nothing', -1, { cost: 100, assumed: true, odd: true, flag: 'COST_ODD' }],
  ['no whole number', 99.5, { cost: 100, assumed: true, odd: true, flag: 'COST_ODD' }],
] as const)(
  '%s: the reservation stays where the number cannot be right, and what is odd is flagged',
  (_, named, wanted) => {
    expect(settledCost(named, 100)).toEqual(wanted);
  },
);

it('a make that was to be free and is billed counts as overpaid whatever it costs', () => {
  expect(settledCost(1, 0)).toMatchObject({ cost: 0, flag: 'COST_ABOVE', overpaid: Number.MAX_SAFE_INTEGER });
});
