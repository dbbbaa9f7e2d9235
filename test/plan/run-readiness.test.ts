import { describe, expect, test } from 'vitest';
import { renders, skeletonOf } from '../../sim/sketch.ts';
import { drive, short } from './driver.ts';

const direct = (node: number) => ({ node, kind: 'direct' as const });
const needs = (node: number) => ({ node, kind: 'needs' as const });
const failure = { kind: 'failed', code: 'CONTENT_REFUSED', cost: 0, again: false } as const;

describe('what a run begins, and when', () => {
  test('nothing is submitted before a slot was leased', () => {
    const run = drive(skeletonOf(renders(3)));
    expect(short(run.start())).toEqual([]);
    expect(run.demand()).toMatchObject({ want: 3, granted: 0 });
    expect(short(run.lease({ granted: 2 }))).toEqual(['submit 0', 'submit 1']);
  });

  test('the account is told of the run’s weight and priority', () => {
    const run = drive(skeletonOf(renders(1), { weight: 0.5, priority: 3 }));
    run.start();
    expect(run.demand()).toMatchObject({ weight: 0.5, prio: 3 });
  });

  test('a lease for another run is dropped', () => {
    const run = drive(skeletonOf(renders(3)));
    run.start();
    expect(run.lease({ to: 'other' })).toEqual([]);
  });

  test('higher priorities go first, then the order of the file', () => {
    const run = drive(skeletonOf([{}, {}, { priority: 1 }, {}, { priority: 2 }]));
    run.start();
    expect(short(run.lease())).toEqual(['submit 4', 'submit 2', 'submit 0', 'submit 1', 'submit 3']);
  });

  test('a node waits for what it refers to, until its file is here', () => {
    const run = drive(skeletonOf([{}, { edges: [direct(0)] }]));
    run.start();
    expect(short(run.lease())).toEqual(['submit 0']);
    run.created(0);
    expect(short(run.completed(0))).toEqual(['download 0']);
    expect(short(run.saved(0))).toEqual(['submit 1']);
  });

  test('a failed node skips what depends on it, and what depends on that', () => {
    const run = drive(skeletonOf([{}, { edges: [direct(0)] }, { edges: [needs(1)] }, {}]));
    run.start();
    run.lease();
    run.created(0);
    run.task(0, failure);
    expect(run.states()).toEqual(['failed', 'skipped', 'skipped', 'submitting']);
  });

  test('not wanted spreads over direct references, and is good enough for `needs`', () => {
    const run = drive(skeletonOf([{ action: 'l' }, { edges: [direct(0)] }, { edges: [needs(0)] }]));
    run.start();
    expect(run.states()).toEqual(['not-wanted', 'not-wanted', 'ready']);
  });

  test('what is kept or no part of the run stays so, also when some of what it refers to is made', () => {
    const both = [needs(0), needs(1)];
    const run = drive(skeletonOf([{}, { action: 'k' }, { action: 'k', edges: both }, { action: 'l', edges: both }]));
    run.start();
    run.lease();
    expect(run.states()).toEqual(['submitting', 'done', 'done', 'not-wanted']);
    run.make(0);
    expect(run.states()).toEqual(['done', 'done', 'done', 'not-wanted']);
    run.renew();
    expect(run.states()).toEqual(['done', 'done', 'done', 'not-wanted']);
  });

  test('an unsure or blocked node holds what depends on it', () => {
    const run = drive(skeletonOf([{}, {}, { edges: [direct(0)] }, { edges: [direct(1)] }]));
    run.start();
    run.lease();
    run.submitted(0, { kind: 'unsure', untilMs: run.now() + 1_000, reserved: 100 });
    run.submitted(1, { kind: 'blocked', code: 'SOURCE_UNREACHABLE' });
    expect(run.states()).toEqual(['unsure', 'blocked', 'waiting', 'waiting']);
  });

  test('a kept node counts as done, one that is fetched needs neither slot nor money', () => {
    const run = drive(skeletonOf([{ action: 'k' }, { action: 'f' }, { kind: 'concat', edges: [needs(0), needs(1)] }]));
    expect(short(run.start())).toEqual(['restore 1']);
    expect(short(run.saved(1))).toEqual(['concat 2']);
    expect(short(run.saved(2))).toEqual(['save']);
    run.feed({ kind: 'record-saved' });
    expect(run.machine().isOver()).toBe(true);
    expect(run.demand()).toBeUndefined();
    expect(run.machine().result()).toMatchObject({ state: 'done', current: 1, money: { planned: 0, spent: 0 } });
  });

  test('a download holds up no submit', () => {
    const run = drive(skeletonOf(renders(3)));
    run.start();
    run.lease({ granted: 1 });
    run.created(0);
    expect(short(run.completed(0))).toEqual(['submit 1', 'download 0']);
  });

  test('only so many files are worked on at once', () => {
    const run = drive(skeletonOf(Array.from({ length: 100 }, () => ({ action: 'f' as const }))));
    const first = run.start();
    expect(first.length).toBeLessThan(100);
    expect(short(run.saved(first[0]?.kind === 'restore' ? first[0].node : 0))).toHaveLength(1);
  });

  test('an answer that nobody waits for changes nothing, and none makes the machine throw', () => {
    const run = drive(skeletonOf(renders(2)));
    run.start();
    run.lease({ granted: 1 });
    const before = run.machine().carry();
    run.feed({ kind: 'submitted', node: 99, attempt: 1, outcome: { kind: 'closed', attempt: 1, generation: 1 } });
    run.feed({ kind: 'submitted', node: 0, attempt: 7, outcome: { kind: 'closed', attempt: 7, generation: 1 } });
    run.feed({ kind: 'task', node: 0, attempt: 1, outcome: { kind: 'completed', cost: 5 } });
    run.feed({ kind: 'file', node: 1, attempt: 1, outcome: { kind: 'blocked', code: 'LINK_DEAD' } });
    run.feed({ kind: 'pick', node: 0, outcome: { kind: 'picked', chosen: [1] } });
    run.feed({ kind: 'resolved', node: -1, attempt: 0, outcome: { kind: 'expired' } });
    run.feed({ kind: 'broke', node: 5, attempt: 1, what: 'download' });
    run.feed({ kind: 'rechecked', completed: [0, 1] });
    run.feed({ kind: 'record-saved' });
    run.feed({ kind: 'ensured' });
    expect(run.machine().carry()).toEqual(before);
  });
});
