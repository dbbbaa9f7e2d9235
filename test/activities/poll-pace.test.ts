import { expect, test } from 'vitest';
import { pollPace } from '../../activities/poll-pace.ts';
import { accountOf, vendorAt } from './outside.ts';

const vendor = vendorAt('http://127.0.0.1:1/v1');
const paceOf = (speed: number, dice: number) =>
  pollPace(accountOf(vendor, { speed, poll: { minMs: 5_000, maxMs: 15_000 } }), () => dice);
const times = (pace: ReturnType<typeof paceOf>, count: number) =>
  Array.from({ length: count }, () => Math.round(pace.next()));

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
