import { describe, expect, test } from 'vitest';
import { type NodeSketch, skeletonOf } from '../../sim/sketch.ts';
import { drive, short } from './driver.ts';

const failure = { kind: 'failed', code: 'CONTENT_REFUSED', cost: 0, again: false } as const;
const candidate = (node: number) => ({ node, kind: 'candidate' as const });

/** Two drafts, a pick of them, and a final of each that is made only where its draft was picked. */
function drafts(onTimeout: 'pause' | 'first' | 'fail', choose = 1) {
  const finals = [0, 1].map(
    (draft): NodeSketch => ({
      kind: 'promote',
      source: { kind: 'pick', pick: 2, candidate: draft },
      edges: [{ node: 2, kind: 'direct' }],
    }),
  );
  const pick = { candidates: [0, 1], choose, onTimeout };
  const ask: NodeSketch = { kind: 'pick', pick, edges: [candidate(0), candidate(1)], timeoutMs: 60_000 };
  const run = drive(skeletonOf([{}, {}, ask, ...finals]));
  run.start();
  run.lease();
  return run;
}

describe('a pick', () => {
  test('asks when all candidates have ended, and makes only what was chosen', () => {
    const run = drafts('pause');
    run.make(0);
    expect(run.states()[2]).toBe('waiting');
    expect(run.make(1)).toContainEqual({ kind: 'ask', node: 2, done: [0, 1] });
    expect(run.states()[2]).toBe('asking');
    const next = run.feed({ kind: 'pick', node: 2, outcome: { kind: 'picked', chosen: [1] } });
    expect(next).toMatchObject([{ kind: 'submit', node: 4, chosen: { 2: [1] } }]);
    expect(run.states()).toEqual(['done', 'done', 'done', 'not-wanted', 'submitting']);
  });

  test('without an answer waits, keeps the run open, and asks again after a wake', () => {
    const run = drafts('pause');
    run.make(0);
    run.make(1);
    run.feed({ kind: 'pick', node: 2, outcome: { kind: 'asking' } });
    expect(short(run.pass(10_000_000))).toEqual([]);
    expect(run.machine().isOver()).toBe(false);
    expect(short(run.feed({ kind: 'wake', request: {} }))).toEqual(['ask 2']);
  });

  test('is asked again by a wake that comes while the answer is being read', () => {
    const run = drafts('pause');
    run.make(0);
    run.make(1);
    expect(short(run.feed({ kind: 'wake', request: {} }))).toEqual(['ask 2']);
    run.feed({ kind: 'pick', node: 2, outcome: { kind: 'asking' } });
    run.feed({ kind: 'pick', node: 2, outcome: { kind: 'picked', chosen: [0] } });
    expect(run.states()[2]).toBe('done');
  });

  test('takes the first ones, or fails, when nobody answers in time', () => {
    for (const [how, expected] of [
      ['first', ['done', 'done', 'done', 'submitting', 'not-wanted']],
      ['fail', ['done', 'done', 'failed', 'skipped', 'skipped']],
    ] as const) {
      const run = drafts(how);
      run.make(0);
      run.make(1);
      run.feed({ kind: 'pick', node: 2, outcome: { kind: 'asking' } });
      const commands = run.pass(60_000);
      if (how === 'first') {
        expect(commands).toContainEqual({ kind: 'ask', node: 2, done: [0, 1], first: 1 });
        run.feed({ kind: 'pick', node: 2, outcome: { kind: 'picked', chosen: [0] } });
      }
      expect(run.states()).toEqual(expected);
    }
  });

  test('is content with what is done where some candidates failed, but not with too few', () => {
    for (const [choose, expected] of [
      [1, 'asking'],
      [2, 'failed'],
    ] as const) {
      const run = drafts('pause', choose);
      run.created(0);
      run.task(0, failure);
      run.make(1);
      expect(run.states()[2]).toBe(expected);
    }
  });

  test('takes no answer that names what is not done', () => {
    const run = drafts('pause');
    run.created(0);
    run.task(0, failure);
    run.make(1);
    run.feed({ kind: 'pick', node: 2, outcome: { kind: 'picked', chosen: [0] } });
    expect(run.states()[2]).toBe('asking');
  });

  test('waits again when a failed candidate is tried again', () => {
    const run = drafts('pause');
    run.created(0);
    run.task(0, failure);
    run.make(1);
    run.feed({ kind: 'retry', request: {} });
    expect(run.states()[2]).toBe('waiting');
    run.make(0);
    expect(run.states()[2]).toBe('asking');
  });

  test('keeps its question over a continue-as-new', () => {
    const run = drafts('first');
    run.make(0);
    run.make(1);
    run.feed({ kind: 'pick', node: 2, outcome: { kind: 'asking' } });
    expect(short(run.renew())).toEqual(['ask 2']);
    run.feed({ kind: 'pick', node: 2, outcome: { kind: 'asking' } });
    expect(short(run.pass(60_000))).toEqual(['ask 2']);
    run.feed({ kind: 'pick', node: 2, outcome: { kind: 'picked', chosen: [0] } });
    expect(run.states()[2]).toBe('done');
  });
});
