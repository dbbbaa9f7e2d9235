import { describe, expect, test } from 'vitest';
import { CONDITION_KINDS, type ConditionKind } from '../../plan/condition.ts';
import { type EdgeResult, judgeAnswer, judgeEdges, statusOf } from '../../plan/results.ts';

type Kind = 'direct' | 'needs' | 'candidate';
const RESULTS: readonly EdgeResult[] = ['done', 'failed', 'not-wanted', 'rejected', 'skipped', 'cancelled'];
const KINDS: readonly Kind[] = ['direct', 'needs', 'candidate'];
const CONDITIONS: readonly (ConditionKind | 'none')[] = ['none', ...CONDITION_KINDS];

/**
 * Language, Results, as a table: an edge's result and kind (rows) by the condition (columns). `direct` stands for
 * direct references and `over`, `needs` for `needs` and `*`.
 *             go: made; ask: the expression decides; ·: not wanted; skip
 */
const TABLE = `
                       none  kept  never failure always cancelled after-success free
direct    done         go    go    ·     ·       go     ·         ask           ask
direct    failed       skip  go    ·     skip    skip   ·         skip          ask
direct    not-wanted   ·     ·     ·     ·       ·      ·         ·             ask
direct    rejected     ·     go    ·     ·       ·      ·         ·             ·
direct    skipped      skip  go    ·     ·       skip   ·         skip          ask
direct    cancelled    skip  go    ·     ·       skip   skip      skip          ask
needs     done         go    go    ·     ·       go     ·         ask           ask
needs     failed       skip  go    ·     go      go     ·         skip          ask
needs     not-wanted   go    go    ·     ·       go     ·         ask           ask
needs     rejected     ·     go    ·     ·       ·      ·         ·             ·
needs     skipped      skip  go    ·     ·       go     ·         skip          ask
needs     cancelled    skip  go    ·     ·       go     go        skip          ask
candidate done         go    go    ·     ·       go     ·         ask           ask
candidate failed       go    go    ·     ·       go     ·         ask           ask
candidate not-wanted   go    go    ·     ·       go     ·         ask           ask
candidate rejected     go    go    ·     ·       go     ·         ask           ask
candidate skipped      go    go    ·     ·       go     ·         ask           ask
candidate cancelled    go    go    ·     ·       go     ·         ask           ask
`;
const rows = TABLE.trim()
  .split('\n')
  .slice(1)
  .map((row) => row.split(/\s+/));

describe('what becomes of a node by how its edge ended', () => {
  test('the table has every combination', () => {
    expect(rows.map(([kind, result]) => `${kind} ${result}`).sort()).toEqual(
      KINDS.flatMap((kind) => RESULTS.map((result) => `${kind} ${result}`)).sort(),
    );
    expect(rows.every((row) => row.length === 2 + CONDITIONS.length)).toBe(true);
  });

  test.each(
    rows.flatMap(([kind = '', result = '', ...cells]) =>
      CONDITIONS.map((condition, at) => [kind, result, condition, cells[at] ?? ''] as const),
    ),
  )('%s %s, condition %s: %s', (kind, result, condition, expected) => {
    const edge = { kind: kind as Kind, result: result as EdgeResult };
    const judged = judgeEdges([edge], condition === 'none' ? undefined : condition);
    expect(judged).toBe(expected === '·' ? 'not-wanted' : expected);
  });

  test.each([
    ['direct', 'failed', 'skip'],
    ['direct', 'not-wanted', 'not-wanted'],
    ['needs', 'failed', 'go'],
    ['needs', 'not-wanted', 'go'],
    ['needs', 'rejected', 'not-wanted'],
    ['direct', 'done', 'go'],
  ] as const)('a condition that holds, with %s on what is %s: %s', (kind, result, expected) => {
    expect(judgeAnswer([{ kind, result }], true)).toBe(expected);
    expect(judgeAnswer([{ kind, result }], false)).toBe('not-wanted');
  });

  test('the worst edge counts: skipped before not wanted, a rejection before all', () => {
    const edge = (kind: Kind, result: EdgeResult) => ({ kind, result });
    expect(judgeEdges([edge('direct', 'not-wanted'), edge('needs', 'failed')])).toBe('skip');
    expect(judgeEdges([edge('needs', 'rejected'), edge('needs', 'failed')])).toBe('not-wanted');
    expect(judgeEdges([edge('needs', 'done'), edge('needs', 'failed')], 'failure')).toBe('go');
    expect(judgeEdges([], undefined)).toBe('go');
    expect(judgeEdges([], 'failure')).toBe('not-wanted');
    expect(judgeEdges([], 'always')).toBe('go');
  });

  test('a status function counts what is needed, not what is chosen among', () => {
    const failed = { kind: 'needs', result: 'failed' } as const;
    expect(statusOf([failed])).toEqual({ success: false, failure: true, always: true, cancelled: false });
    expect(statusOf([{ kind: 'candidate', result: 'failed' }])).toMatchObject({ success: true, failure: false });
    expect(statusOf([{ kind: 'needs', result: 'not-wanted' }])).toMatchObject({ success: true, failure: false });
    expect(statusOf([{ kind: 'needs', result: 'cancelled' }])).toMatchObject({ success: false, cancelled: true });
  });
});
