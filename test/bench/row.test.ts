import { describe, expect, test } from 'vitest';
import { printTable } from '../../bench/print-table.ts';
import { isMet, quantile, type Row, spreadOf } from '../../bench/row.ts';

const row = (over: Partial<Row>): Row => ({ figure: 'slot gap', unit: 'ms', goal: 40, values: [30, 10, 50], ...over });

describe('rows', () => {
  test('a spread is smallest, middle and largest; of an even number the lower middle one counts', () => {
    expect(spreadOf([30, 10, 50])).toEqual({ min: 10, median: 30, max: 50 });
    expect(spreadOf([4, 3, 2, 1])).toEqual({ min: 1, median: 2, max: 4 });
    expect(spreadOf([])).toBeUndefined();
  });

  test('a quantile is one of the values', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => at + 1);
    expect([0, 0.5, 0.99, 1].map((part) => quantile(hundred, part))).toEqual([1, 50, 99, 100]);
  });

  test('the middle value decides; without goal or values nothing is decided', () => {
    expect(isMet(row({}))).toBe(true);
    expect(isMet(row({ goal: 29 }))).toBe(false);
    expect(isMet({ figure: 'x', unit: 'ms', values: [1] })).toBeUndefined();
    expect(isMet(row({ values: [] }))).toBeUndefined();
  });

  test('the table says what was missed and what was not measured, in columns', () => {
    const lines = printTable([row({}), row({ goal: 20 }), row({ values: [] })]).split('\n');
    expect(lines[1]).toMatch(/^slot gap +≤ 40 ms +10 ms +30 ms +50 ms +3 +kept$/);
    expect(lines[2]).toMatch(/MISSED$/);
    expect(lines[3]).toMatch(/not measured$/);
    expect(new Set(lines.slice(1).map((line) => line.indexOf('≤'))).size).toBe(1);
  });
});
