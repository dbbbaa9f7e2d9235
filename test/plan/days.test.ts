import { expect, test } from 'vitest';
import { dayIn, isZone, nextDayMs } from '../../plan/days.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);

test('a day is that of its zone, and ends where the next one begins', () => {
  expect(dayIn('UTC', at('2026-11-23T23:59:59.999Z'))).toBe('2026-11-23');
  expect(dayIn('Europe/Berlin', at('2026-11-23T23:00:00Z'))).toBe('2026-11-24');
  expect(nextDayMs('UTC', at('2026-11-23T12:00:00Z'))).toBe(at('2026-11-24T00:00:00Z'));
  expect(nextDayMs('Asia/Kolkata', at('2026-11-23T12:00:00Z'))).toBe(at('2026-11-23T18:30:00Z'));
  expect(nextDayMs('UTC', at('2026-11-24T00:00:00Z'))).toBe(at('2026-11-25T00:00:00Z'));
});

test('a day on which clocks are set has 23 or 25 hours', () => {
  const springs = at('2026-03-28T23:00:00Z');
  expect(nextDayMs('Europe/Berlin', springs) - springs).toBe(23 * HOUR);
  const falls = at('2026-10-24T22:00:00Z');
  expect(nextDayMs('Europe/Berlin', falls) - falls).toBe(25 * HOUR);
});

test('a zone that nobody knows is none', () => {
  expect(['UTC', 'Europe/Berlin', 'Mars/Olympus', ''].map(isZone)).toEqual([true, true, false, false]);
});
