import { describe, expect, test } from 'vitest';
import { CONDITION_KINDS } from '../../plan/condition.ts';
import { judgeAnswer, judgeEdges } from '../../plan/results.ts';
import { type NodeSketch, skeletonOf } from '../../sim/sketch.ts';
import { drive, short } from './driver.ts';

const failure = { kind: 'failed', code: 'CONTENT_REFUSED', cost: 0, again: false } as const;
const RESULTS = ['done', 'failed', 'not-wanted', 'rejected', 'skipped', 'cancelled'] as const;
const edge = (node: number, kind: 'direct' | 'needs' = 'needs') => ({ node, kind });

/** Node 1, which node 0 leads to, has ended in the given way; node 2 has an edge to it. */
function ended(result: (typeof RESULTS)[number], last: NodeSketch) {
  const approve: NodeSketch = { kind: 'approve', approve: { show: [], onTimeout: 'pause' } };
  const second = result === 'rejected' ? approve : result === 'not-wanted' ? { action: 'l' as const } : {};
  const run = drive(skeletonOf([{}, { ...second, edges: result === 'skipped' ? [edge(0)] : [] }, last]));
  run.start();
  run.lease();
  if (result === 'done') run.make(1);
  if (result === 'rejected') run.feed({ kind: 'approval', node: 1, outcome: { kind: 'rejected' } });
  if (result === 'failed' || result === 'skipped') run.created(result === 'failed' ? 1 : 0);
  if (result === 'failed' || result === 'skipped') run.task(result === 'failed' ? 1 : 0, failure);
  if (result === 'cancelled') {
    run.created(1);
    run.feed({ kind: 'cancel', request: { nodes: ['n1'] } });
    run.task(1, { kind: 'cancelled', cost: 0 });
  }
  return run;
}

const STATES = { go: 'submitting', ask: 'waiting', skip: 'skipped', 'not-wanted': 'not-wanted' } as const;

describe('a run obeys the table of results', () => {
  const cases = RESULTS.flatMap((result) =>
    (['direct', 'needs'] as const).flatMap((kind) =>
      [undefined, ...CONDITION_KINDS.filter((kind) => kind !== 'kept')].map(
        (condition) => [result, kind, condition] as const,
      ),
    ),
  );

  test.each(cases)('%s, %s, condition %s', (result, kind, condition) => {
    const run = ended(result, { edges: [edge(1, kind)], ...(condition === undefined ? {} : { condition }) });
    const judged = judgeEdges([{ kind, result }], condition);
    expect(run.states()[2]).toBe(STATES[judged]);
    if (judged !== 'ask') return;
    for (const holds of [true, false]) {
      const asked = ended(result, { edges: [edge(1, kind)], condition: condition ?? 'free' });
      const seen = { done: 'D', failed: 'F', 'not-wanted': 'n', rejected: 'n', skipped: 'k', cancelled: 'c' }[result];
      asked.feed({ kind: 'condition', node: 2, seen, outcome: { kind: holds ? 'holds' : 'fails' } });
      expect(asked.states()[2]).toBe(STATES[judgeAnswer([{ kind, result }], holds)]);
    }
  });
});

describe('a condition', () => {
  const free: NodeSketch = { edges: [edge(0)], condition: 'free' };

  test('is asked when all edges have ended, and what is not wanted is named to the submit', () => {
    const run = drive(skeletonOf([{}, { ...free, edges: [edge(0)] }]));
    run.start();
    run.lease();
    run.created(0);
    const asked = run.task(0, failure);
    expect(asked).toContainEqual({ kind: 'condition', node: 1, seen: 'F', chosen: {} });
    const next = run.feed({ kind: 'condition', node: 1, seen: 'F', outcome: { kind: 'holds' } });
    expect(next).toMatchObject([{ kind: 'submit', node: 1, unwanted: [0] }]);
  });

  test('keeps the run open, is asked again by the next execution, and its late answer is none', () => {
    const run = drive(skeletonOf([{}, free]));
    run.start();
    run.lease();
    run.make(0);
    expect(run.machine().isOver()).toBe(false);
    expect(short(run.renew())).toEqual(['condition 1']);
    expect(short(run.feed({ kind: 'condition', node: 1, seen: 'F', outcome: { kind: 'holds' } }))).toEqual([]);
    run.feed({ kind: 'condition', node: 1, seen: 'D', outcome: { kind: 'fails' } });
    expect(run.states()).toEqual(['done', 'not-wanted']);
  });

  test('is judged anew where a failed edge is tried again', () => {
    const run = drive(skeletonOf([{}, free]));
    run.start();
    run.lease();
    run.created(0);
    run.task(0, failure);
    run.feed({ kind: 'condition', node: 1, seen: 'F', outcome: { kind: 'fails' } });
    expect(run.states()[1]).toBe('not-wanted');
    run.feed({ kind: 'retry', request: {} });
    expect(run.states()[1]).toBe('waiting');
    expect(run.make(0)).toContainEqual({ kind: 'condition', node: 1, seen: 'D', chosen: {} });
  });

  test('that cannot be evaluated fails its node; a store that cannot be read pauses, and a wake asks again', () => {
    const run = drive(skeletonOf([{}, free]));
    run.start();
    run.lease();
    run.make(0);
    run.feed({ kind: 'condition', node: 1, seen: 'D', outcome: { kind: 'paused', code: 'STORE_UNREADABLE' } });
    expect(run.machine().view({ since: 0 }).paused).toBe('STORE_UNREADABLE');
    expect(run.machine().isOver()).toBe(false);
    expect(short(run.feed({ kind: 'wake', request: {} }))).toEqual(['condition 1']);
    run.feed({ kind: 'condition', node: 1, seen: 'D', outcome: { kind: 'broken' } });
    expect(run.states()[1]).toBe('failed');
    expect(run.machine().carry().codes[1]).toBe('CONDITION_BROKEN');
  });

  test('decides whether what is kept counts, and fetches it only then', () => {
    const kept = (holds: 'holds' | 'fails', action: 'k' | 'f') => {
      const run = drive(skeletonOf([{}, { ...free, action }, { edges: [edge(1, 'direct')] }]));
      run.start();
      run.lease();
      expect(run.states()[1]).toBe('waiting');
      run.make(0);
      return { run, commands: run.feed({ kind: 'condition', node: 1, seen: 'D', outcome: { kind: holds } }) };
    };
    expect(kept('holds', 'k').run.states()).toEqual(['done', 'done', 'submitting']);
    expect(short(kept('holds', 'f').commands)).toEqual(['restore 1']);
    const left = kept('fails', 'k').run;
    expect(left.states()).toEqual(['done', 'not-wanted', 'not-wanted']);
    expect(left.machine().view({ since: 0 })).toMatchObject({ current: 0, money: { planned: 200 } });
  });

  test('of what was made of it: kept, unless what it refers to turns out not wanted', () => {
    const keeping = (holds: 'holds' | 'fails') => {
      const kept: NodeSketch = { action: 'k', edges: [edge(1, 'direct'), edge(3)], condition: 'kept' };
      const run = drive(skeletonOf([{}, { ...free, action: 'k' }, kept, {}]));
      run.start();
      run.lease();
      run.make(0);
      run.created(3);
      run.task(3, failure);
      run.feed({ kind: 'condition', node: 1, seen: 'D', outcome: { kind: holds } });
      return run.states().slice(1, 3);
    };
    expect(keeping('holds')).toEqual(['done', 'done']);
    expect(keeping('fails')).toEqual(['not-wanted', 'not-wanted']);
  });

  test('only so many are asked at once, and all have their turn', () => {
    const many = Array.from({ length: 60 }, (): NodeSketch => ({ edges: [edge(0)], condition: 'after-success' }));
    const run = drive(skeletonOf([{}, ...many]));
    run.start();
    run.lease();
    let asked = run.make(0).filter(({ kind }) => kind === 'condition');
    expect(asked.length).toBeLessThan(60);
    for (let rounds = 0; asked.length > 0 && rounds < 100; rounds += 1) {
      asked = asked.flatMap((command) =>
        command.kind === 'condition'
          ? run.feed({ kind: 'condition', node: command.node, seen: command.seen, outcome: { kind: 'fails' } })
          : [],
      );
    }
    expect(
      run
        .states()
        .slice(1)
        .every((state) => state === 'not-wanted'),
    ).toBe(true);
  });

  test('a film of which nothing is wanted is not wanted', () => {
    const run = drive(skeletonOf([{ action: 'l' }, { kind: 'concat', edges: [edge(0)] }]));
    run.start();
    expect(run.states()).toEqual(['not-wanted', 'not-wanted']);
  });
});
