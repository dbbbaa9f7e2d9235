import { describe, expect, test } from 'vitest';
import { pollPace } from '../../activities/poll-pace.ts';
import { accountOf, vendorAt } from './outside.ts';

const vendor = vendorAt('http://127.0.0.1:1/v1');
const paceOf = (speed: number, dice: number) =>
  pollPace(accountOf(vendor, { speed, poll: { minMs: 5_000, maxMs: 15_000 } }), () => dice);
const times = (pace: ReturnType<typeof paceOf>, count: number) =>
  Array.from({ length: count }, () => Math.round(pace.next(0)));

test('the pauses between GETs grow from the least to the most', () => {
  expect(times(paceOf(1, 0.5), 5)).toEqual([5_000, 7_500, 11_250, 15_000, 15_000]);
});

test('each has a jitter of a tenth', () => {
  expect(times(paceOf(1, 0), 1)).toEqual([4_500]);
  expect(times(paceOf(1, 1), 1)).toEqual([5_500]);
});

test('speed divides them, down to a floor', () => {
  expect(times(paceOf(100, 0.5), 2)).toEqual([50, 75]);
  expect(times(paceOf(10_000, 0.5), 3)).toEqual([25, 25, 25]);
});

test('a late task is asked for once a minute', () => {
  expect(paceOf(1, 0.5).slow()).toBe(60_000);
});

describe('a task whose end is expected', () => {
  const expected = { fromMs: 54_000, toMs: 66_000 };
  /** When GETs are made of a task that never ends, until `untilMs`, in s. */
  const gets = (untilMs: number, over: Partial<typeof expected> = {}) => {
    const pace = paceOf(1, 0.5);
    const at = [0];
    for (let nowMs = 0; ; at.push(Math.round(nowMs / 100) / 10)) {
      nowMs += pace.next(nowMs, { ...expected, ...over });
      if (nowMs > untilMs) return at;
    }
  };

  test('is asked for soon, half-way, and then often around that moment', () => {
    expect(gets(67_000)).toEqual([0, 5, 27, 54, 57, 60, 63, 66]);
  });

  test('is asked for as often as without, give or take one', () => {
    for (const seconds of [20, 60, 200, 900]) {
      const window = { fromMs: seconds * 900, toMs: seconds * 1_100 };
      const usual = paceOf(1, 0.5);
      let count = 1;
      for (let nowMs = usual.next(0); nowMs <= seconds * 1_000; nowMs += usual.next(0)) count += 1;
      expect(Math.abs(gets(seconds * 1_000, window).length - count)).toBeLessThanOrEqual(1);
    }
  });

  test('is asked for ever more seldom once that moment is over', () => {
    expect(gets(115_000).slice(-5)).toEqual([72, 76.5, 83.3, 93.4, 108.4]);
  });

  test('is never asked for more often than the floor, nor more seldom than usual at the start', () => {
    const fast = paceOf(10_000, 0.5);
    expect(fast.next(1, { fromMs: 54_000, toMs: 54_001 })).toBe(25);
    expect(paceOf(1, 0.5).next(0, expected)).toBe(5_000);
  });
});
