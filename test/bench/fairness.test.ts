import { expect, test } from 'vitest';
import { sharesIn } from '../../bench/fairness.ts';

test('a share is the slot-time between two moments, by that of all', () => {
  const task = (acceptedAt: number, finishedAt: number | null) => ({ acceptedAt, finishedAt, endsAt: 400 });
  const first = [task(0, 150), task(150, 250)];
  const second = [task(50, null)];
  expect(sharesIn({ fromMs: 100, toMs: 200 }, [first, second, []])).toEqual([0.5, 0.5, 0]);
  expect(sharesIn({ fromMs: 100, toMs: 300 }, [first, second])).toEqual([150 / 350, 200 / 350]);
  expect(sharesIn({ fromMs: 0, toMs: 0 }, [first])).toEqual([0]);
});
