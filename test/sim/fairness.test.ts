import { expect, test } from 'vitest';
import { dueShares } from '../../sim/due-shares.ts';
import { simulateFairness } from '../../sim/index.ts';

test('an account is fair: shares by weight, no slot idle, whole shares within a task, nobody starved', () => {
  const seen = { periods: 0, joins: 0, aged: 0 };
  for (let seed = 1; seed <= 10; seed += 1) {
    const { periods, joins, aged } = simulateFairness(seed);
    seen.periods += periods;
    seen.joins += joins;
    seen.aged += aged;
  }
  // A guard beside which nothing happened proves nothing.
  expect(seen.periods).toBeGreaterThan(10);
  expect(seen.joins).toBeGreaterThan(20);
  expect(seen.aged).toBeGreaterThan(0);
}, 120_000);

test('what is due is filled up by weight, then by priority, and who starved comes first', () => {
  const wish = { want: 9, weight: 1, prio: 0, first: false };
  const of = (...wishes: Partial<typeof wish>[]) =>
    dueShares(
      wishes.map((one) => ({ ...wish, ...one })),
      6,
    ).map((share) => Math.round(share * 1_000) / 1_000);
  expect(of({}, { weight: 2 })).toEqual([2, 4]);
  expect(of({ want: 1 }, {}, {})).toEqual([1, 2.5, 2.5]);
  expect(of({}, { want: 4, prio: 1 })).toEqual([2, 4]);
  expect(of({ first: true }, { prio: 1 })).toEqual([1, 5]);
});
