import { expect, test } from 'vitest';
import { expectedEnd, type RenderTimes, withTime } from '../../plan/render-times.ts';

const after = (...ms: readonly number[]) => ms.reduce<RenderTimes>(withTime, []);

test('four tasks say nothing, five say when the next will end', () => {
  expect(expectedEnd(after(60, 60, 60, 60))).toBeUndefined();
  expect(expectedEnd(after(1_000, 1_000, 1_000, 1_000, 1_000))).toEqual({ fromMs: 950, toMs: 1_050 });
});

test('one odd task in thirty changes nothing', () => {
  const times = after(...Array.from({ length: 15 }, () => 1_000), 90_000, ...Array.from({ length: 15 }, () => 1_000));
  expect(expectedEnd(times)).toEqual({ fromMs: 950, toMs: 1_050 });
});

test('a vendor that becomes slower is followed, and what was long ago is forgotten', () => {
  const times = after(...Array.from({ length: 40 }, () => 1_000), ...Array.from({ length: 32 }, () => 2_000));
  expect(times).toHaveLength(32);
  expect(expectedEnd(times)).toEqual({ fromMs: 1_900, toMs: 2_100 });
});
