import { describe, expect, test } from 'vitest';
import { type NodeSketch, skeletonOf } from '../../sim/sketch.ts';
import { drive, short } from './driver.ts';

const needs = (node: number) => ({ node, kind: 'needs' as const });
const direct = (node: number) => ({ node, kind: 'direct' as const });

/** A draft, a gate that shows it, a final behind the gate, a film of the finals. */
function gate(onTimeout: 'pause' | 'reject' | 'fail' = 'pause', more: Partial<NodeSketch> = {}) {
  const approve: NodeSketch = {
    ...{ kind: 'approve', approve: { show: [0], onTimeout }, edges: [needs(0)], timeoutMs: 60_000 },
    ...more,
  };
  const final: NodeSketch = { kind: 'promote', edges: [direct(0), needs(1)] };
  const run = drive(skeletonOf([{}, approve, final, { kind: 'concat', edges: [needs(2)] }]));
  run.start();
  run.lease();
  return run;
}

describe('an approve', () => {
  test('asks when what it shows is done, and lets what waits for it begin', () => {
    const run = gate();
    expect(run.make(0)).toContainEqual({ kind: 'approve', node: 1, shown: [0] });
    expect(run.states()).toEqual(['done', 'asking', 'waiting', 'waiting']);
    const next = run.feed({ kind: 'approval', node: 1, outcome: { kind: 'approved' } });
    expect(short(next)).toEqual(['submit 2']);
  });

  test('rejected, spreads over every reference, costs nothing more and is no failure', () => {
    const run = gate();
    run.make(0);
    run.feed({ kind: 'approval', node: 1, outcome: { kind: 'rejected' } });
    expect(run.states()).toEqual(['done', 'not-wanted', 'not-wanted', 'not-wanted']);
    expect(run.machine().result()).toMatchObject({ state: 'done', money: { spent: 100 } });
    expect(run.machine().carry().codes).toEqual({ 1: 'REJECTED' });
  });

  test('without an answer waits, keeps the run open, and asks again after a wake and a continue-as-new', () => {
    const run = gate();
    run.make(0);
    run.feed({ kind: 'approval', node: 1, outcome: { kind: 'asking' } });
    expect(short(run.pass(10_000_000))).toEqual([]);
    expect(run.machine().isOver()).toBe(false);
    expect(short(run.feed({ kind: 'wake', request: {} }))).toEqual(['approve 1']);
    expect(short(run.renew())).toEqual(['approve 1']);
    run.feed({ kind: 'approval', node: 1, outcome: { kind: 'approved' } });
    expect(run.states()[1]).toBe('done');
  });

  test('whose time is over waits on, counts as rejected, or fails', () => {
    for (const [how, states] of [
      ['pause', ['done', 'asking', 'waiting', 'waiting']],
      ['reject', ['done', 'not-wanted', 'not-wanted', 'not-wanted']],
      ['fail', ['done', 'failed', 'skipped', 'skipped']],
    ] as const) {
      const run = gate(how);
      run.make(0);
      run.feed({ kind: 'approval', node: 1, outcome: { kind: 'asking' } });
      run.pass(59_999);
      expect(run.states()[1]).toBe('asking');
      run.pass(1);
      expect(run.states()).toEqual(states);
    }
  });

  test('hears the first answer only', () => {
    const run = gate();
    run.make(0);
    run.feed({ kind: 'approval', node: 1, outcome: { kind: 'rejected' } });
    run.feed({ kind: 'approval', node: 1, outcome: { kind: 'approved' } });
    expect(run.states()[1]).toBe('not-wanted');
  });

  test('that is kept was approved before; one that its condition leaves out holds nothing up', () => {
    expect(gate('pause', { action: 'k' }).make(0)).toContainEqual(expect.objectContaining({ kind: 'submit', node: 2 }));
    const run = gate('pause', { condition: 'failure' });
    run.make(0);
    expect(run.states().slice(0, 3)).toEqual(['done', 'not-wanted', 'submitting']);
  });

  test('can be cancelled while it asks', () => {
    const run = gate();
    run.make(0);
    run.feed({ kind: 'cancel', request: {} });
    expect(run.states()).toEqual(['done', 'cancelled', 'cancelled', 'cancelled']);
  });
});
