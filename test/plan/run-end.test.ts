import { describe, expect, test } from 'vitest';
import { renders, skeletonOf } from '../../sim/sketch.ts';
import { drive, short } from './driver.ts';

const failure = { kind: 'failed', code: 'TASK_FAILED', cost: 0, again: false } as const;
const direct = (node: number) => ({ node, kind: 'direct' as const });

function started(skeleton = skeletonOf(renders(3)), granted = 5) {
  const run = drive(skeleton);
  run.start();
  run.lease({ granted });
  return run;
}

describe('a cancelled run', () => {
  test('submits nothing more, stops what it can, and downloads what was made all the same', () => {
    const run = started(skeletonOf(renders(5)), 3);
    run.created(0);
    run.created(1);
    run.completed(1);
    expect(short(run.feed({ kind: 'cancel', request: {} }))).toEqual(['await 0 cancel']);
    expect(run.states()).toEqual(['rendering', 'downloading', 'submitting', 'submitting', 'cancelled']);
    expect(short(run.created(2))).toEqual(['await 2 cancel']);
    run.submitted(3, { kind: 'not-sent', code: 'NOT_SENT' });
    run.task(0, { kind: 'cancelled', cost: 0 });
    run.task(2, { kind: 'completed', cost: 100 });
    run.saved(1);
    expect(short(run.saved(2))).toEqual(['save']);
    expect(run.states()).toEqual(['cancelled', 'done', 'done', 'cancelled', 'cancelled']);
    expect(run.machine().result()).toMatchObject({ state: 'cancelled', money: { spent: 200, reserved: 0 } });
  });

  test('asks no vendor to stop when what runs shall be finished', () => {
    const run = started(skeletonOf(renders(5)), 1);
    run.created(0);
    expect(short(run.feed({ kind: 'cancel', request: { finishRunning: true } }))).toEqual([]);
    expect(run.states()).toEqual(['rendering', 'cancelled', 'cancelled', 'cancelled', 'cancelled']);
  });

  test('tries no failed task again', () => {
    const run = started(skeletonOf([{ retry: 3 }]));
    run.created(0);
    run.feed({ kind: 'cancel', request: {} });
    run.task(0, { ...failure, again: true });
    expect(run.states()).toEqual(['failed']);
  });

  test('of single nodes goes on with the others', () => {
    const run = started(skeletonOf([{ id: 'a', priority: 1 }, { id: 'b' }, { id: 'c', edges: [direct(1)] }]), 1);
    expect(short(run.feed({ kind: 'cancel', request: { nodes: ['b'] } }))).toEqual([]);
    expect(run.states()).toEqual(['submitting', 'cancelled', 'skipped']);
  });
});

describe('the end of a run', () => {
  test('asks failed tasks once more and takes what is completed after all, with what depends on it', () => {
    const run = started(skeletonOf([{}, { edges: [direct(0)] }]));
    run.created(0);
    const asked = run.task(0, failure);
    expect(asked).toEqual([{ kind: 'recheck', tasks: [{ node: 0, task: 't0' }] }]);
    expect(short(run.feed({ kind: 'rechecked', completed: [0] }))).toEqual(['download 0']);
    expect(run.states()).toEqual(['downloading', 'waiting']);
    expect(short(run.saved(0))).toEqual(['submit 1']);
  });

  test('asks a failed task only once', () => {
    const run = started(skeletonOf(renders(1)));
    run.created(0);
    run.task(0, failure);
    expect(short(run.feed({ kind: 'rechecked', completed: [] }))).toEqual(['save']);
    run.feed({ kind: 'record-saved' });
    expect(run.machine().result().state).toBe('failed');
  });

  test('waits for a retry that comes while the record is written', () => {
    const run = started(skeletonOf([{ retry: 1 }, { edges: [direct(0)] }]));
    run.created(0);
    run.task(0, failure);
    run.feed({ kind: 'rechecked', completed: [] });
    expect(short(run.feed({ kind: 'retry', request: { nodes: ['n0'] } }))).toEqual(['submit 0']);
    expect(run.feed({ kind: 'record-saved' })).toEqual([]);
    expect(run.machine().isOver()).toBe(false);
    expect(run.machine().carry().flights[0]?.attempt).toBe(2);
    run.make(0);
    run.make(1);
    run.feed({ kind: 'record-saved' });
    expect(run.machine().result().state).toBe('done');
  });

  test('is blocked where something paid is gone, and a wake looks again', () => {
    const run = started(skeletonOf([{}, {}]), 1);
    run.submitted(0, { kind: 'blocked', code: 'SOURCE_UNREACHABLE' });
    run.created(1);
    run.completed(1);
    expect(short(run.feed({ kind: 'wake', request: {} }))).toEqual(['submit 0']);
    run.submitted(0, { kind: 'blocked', code: 'SOURCE_UNREACHABLE' });
    run.saved(1);
    run.feed({ kind: 'record-saved' });
    expect(run.machine().result().state).toBe('blocked');
  });

  test('a view says what changed since a cursor, and only that', () => {
    const run = started();
    const { cursor, changes } = run.machine().view({ since: 0 });
    expect(changes.map((change) => change.node)).toEqual([0, 1, 2]);
    run.created(1);
    const next = run.machine().view({ since: cursor });
    expect(next.changes).toMatchObject([{ node: 1, state: 'p', task: 't1', attempt: 1 }]);
    expect(run.machine().view({ since: next.cursor }).changes).toEqual([]);
    expect(next.counts).toEqual({ submitting: 2, rendering: 1 });
  });
});
