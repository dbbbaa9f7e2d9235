import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clockTime,
  cut,
  dayOf,
  duration,
  paintOf,
  some,
  table,
  textWidth,
  wantsColour,
} from '../../cli/terminal/index.ts';

const paint = paintOf(false);

describe('a table', () => {
  const columns = [
    { title: 'node', flexible: true },
    { title: 'cost', align: 'right' },
    { title: 'task', optional: true },
  ] as const;
  const rows = [
    ['draft@hero--cool', '$0.34', 'task-1'],
    ['a-very-long-name-of-a-shot-that-somebody-chose', '$12.00', 'task-22'],
  ];

  it('aligns its columns', () => {
    expect(
      table(
        columns,
        [
          ['a', '$0.34', 't'],
          ['bb', '$12.00', 'u'],
        ],
        80,
        paint,
      ),
    ).toBe('node    cost  task\na      $0.34  t\nbb    $12.00  u');
  });

  it('cuts the flexible column and then leaves out the optional one where it is narrow', () => {
    expect(table(columns, rows, 48, paint).split('\n')[2]).toBe('a-very-long-name-of-a-shot-tha…  $12.00  task-22');
    expect(table(columns, rows, 22, paint)).not.toContain('task');
  });

  it('leaves out a column in which nothing stands, and says nothing without rows', () => {
    expect(table(columns, [['a', '', '']], 80, paint)).toBe('node\na');
    expect(table(columns, [], 80, paint)).toBe('');
  });

  it('is never wider than the screen, whatever stands in it', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text, text), { maxLength: 8 }),
        fc.integer({ min: 60, max: 200 }),
        (cells, width) => {
          const flexible = columns.map((column) => ({ ...column, flexible: true }));
          for (const line of table(flexible, cells, width, paint).split('\n'))
            expect(textWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe('words for values', () => {
  it('durations have two units at most', () => {
    const said = [0, 420, 12_000, 59_600, 190_000, 7_500_000, 90_000_000, -1].map(duration);
    expect(said).toEqual(['0 s', '0.4 s', '12 s', '1 m', '3 m 10 s', '2 h 5 m', '1 d 1 h', '–']);
  });

  it('times are those of the zone', () => {
    const moment = Date.UTC(2026, 3, 1, 22, 30);
    expect(clockTime(moment, 'UTC')).toBe('2026-04-01 22:30');
    expect(clockTime(moment, 'Europe/Lisbon')).toBe('2026-04-01 23:30');
    expect(dayOf(moment, 'Asia/Tokyo')).toBe('2026-04-02');
  });

  it('wide characters take two columns, and a cut never splits one', () => {
    expect(textWidth('東京')).toBe(4);
    expect(cut('東京の夜', 6)).toBe('東京…');
    expect(some(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
  });

  it('colours are off for NO_COLOR, CI and pipes, on for FORCE_COLOR', () => {
    expect(wantsColour({}, true)).toBe(true);
    expect(wantsColour({}, false)).toBe(false);
    expect(wantsColour({ CI: 'true' }, true)).toBe(false);
    expect(wantsColour({ NO_COLOR: '1', FORCE_COLOR: '1' }, true)).toBe(false);
    expect(wantsColour({ FORCE_COLOR: '1' }, false)).toBe(true);
    expect(wantsColour({ TERM: 'dumb' }, true)).toBe(false);
  });
});
