import { expect, test } from 'vitest';
import { tableOf } from './table.ts';
import type { Verdict } from './verdict.ts';

const trial = (more: Partial<Verdict>): Verdict => ({
  cell: { kind: 'kill', point: 'polling', victim: 'worker', keys: 'ignored' },
  ...{ stem: 'night-1', state: 'done', accepted: 8, posts: 8, unsure: 0, seconds: 9, violations: [] },
  ...more,
});

test('a campaign in a table says what each victim cost, and which trials broke what', () => {
  const fault = { kind: 'fault', fault: 'submit: 400', keys: 'honoured' } as const;
  const verdicts = [3, 9, 6].map((goesOnSeconds) => trial({ goesOnSeconds, unsure: 1 }));
  const table = tableOf([...verdicts, trial({ cell: fault, accepted: 1, violations: ['I2 paid twice'] })]);
  expect(table.split('\n').slice(2)).toEqual([
    '| worker | 3 | 24 | 3 | 6.0 s | 9.0 s | 0 |',
    '| submit | 1 | 1 | 0 | – | – | 1 |',
    '| all | 4 | 25 | 3 | 6.0 s | 9.0 s | 1 |',
    '',
    '- submit: 400 · keys honoured: I2 paid twice',
  ]);
});
