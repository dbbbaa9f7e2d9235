import { describe, expect, test } from 'vitest';
import { renders, skeletonOf } from '../../sim/sketch.ts';
import { drive, short } from './driver.ts';

const SAVED = { kind: 'saved', sha256: '', seconds: 1 } as const;

function limited(limit: number, onExceed: 'pause' | 'finish-running' | 'cancel-queued', count = 4) {
  const run = drive(skeletonOf(renders(count), { limit, onExceed }));
  run.start();
  return run;
}

describe('the budget', () => {
  test('nothing is submitted whose reservation would go above the limit', () => {
    const run = limited(250, 'pause');
    expect(short(run.lease())).toEqual(['submit 0', 'submit 1']);
    expect(run.machine().view({ since: 0 })).toMatchObject({ paused: 'BUDGET', money: { reserved: 200, limit: 250 } });
  });

  test('what is given back after a failure can be spent', () => {
    const run = limited(200, 'pause');
    run.lease();
    run.created(0);
    const next = run.task(0, { kind: 'failed', code: 'CONTENT_REFUSED', cost: 0, again: false });
    expect(short(next)).toEqual(['submit 2']);
    expect(run.machine().view({ since: 0 }).money).toMatchObject({ reserved: 200, spent: 0, refunded: 100 });
  });

  test('a paused run goes on when the limit is raised', () => {
    const run = limited(100, 'pause', 2);
    run.lease();
    run.make(0);
    expect(run.machine().isOver()).toBe(false);
    expect(short(run.feed({ kind: 'wake', request: { limit: 200 } }))).toEqual(['submit 1']);
    expect(run.machine().view({ since: 0 }).paused).toBeUndefined();
  });

  test('finish-running skips the rest and ends over budget', () => {
    const run = limited(100, 'finish-running', 3);
    run.lease();
    expect(run.states()).toEqual(['submitting', 'skipped', 'skipped']);
    expect(short(run.make(0))).toEqual(['await 0', 'download 0', 'save']);
    run.feed({ kind: 'record-saved' });
    expect(run.machine().result()).toMatchObject({ state: 'over-budget', money: { spent: 100 } });
  });

  test('cancel-queued also stops what the vendor has not begun', () => {
    const run = drive(
      skeletonOf([{}, {}, { edges: [{ node: 0, kind: 'direct' }] }], { limit: 200, onExceed: 'cancel-queued' }),
    );
    run.start();
    run.lease();
    run.created(1);
    expect(short(run.make(0))).toContain('await 1 cancel');
    run.task(1, { kind: 'cancelled', cost: 0 });
    expect(run.states()).toEqual(['done', 'skipped', 'skipped']);
  });

  test('counts what a task really cost, and the estimate where the vendor does not say', () => {
    const run = limited(1_000, 'pause', 2);
    run.lease();
    run.created(0);
    run.task(0, { kind: 'completed', cost: 70 });
    run.created(1);
    run.task(1, { kind: 'completed', cost: null });
    expect(run.machine().view({ since: 0 }).money).toMatchObject({ spent: 170, reserved: 0 });
  });

  test('an amount that makes no sense is not counted', () => {
    const run = limited(1_000, 'pause', 1);
    run.lease();
    run.created(0);
    run.task(0, { kind: 'completed', cost: Number.NaN });
    run.feed({ kind: 'file', node: 0, attempt: 1, outcome: { kind: 'saved', sha256: '', seconds: 1, cost: -5 } });
    expect(run.machine().view({ since: 0 }).money).toMatchObject({ spent: 100, reserved: 0 });
  });

  test('a task that costs more than was planned is told to the account; it is not told again of the same price', () => {
    const run = limited(100_000, 'pause', 6);
    run.lease({ granted: 1 });
    run.created(0);
    expect(short(run.task(0, { kind: 'completed', cost: 110 }))).toEqual(['download 0']);
    expect(run.machine().view({ since: 0 })).toMatchObject({
      paused: 'COST_ABOVE',
      money: { spent: 110, reserved: 0 },
    });
    run.saved(0);
    expect(run.states()).toContain('done');
    expect(short(run.renew()), 'it stays paused over executions').toEqual([]);
    expect(short(run.feed({ kind: 'wake', request: {} })), 'the account pauses, not the run').toEqual([]);
    expect(run.demand()?.trouble).toEqual({ count: 1, code: 'COST_ABOVE', times: 1.1 });
    expect(short(run.lease({ granted: 1, heard: 1 }))).toEqual(['submit 1']);
    run.created(1);
    expect(short(run.task(1, { kind: 'completed', cost: 110 }))).toEqual(['submit 2', 'download 1']);
    run.feed({ kind: 'file', node: 1, attempt: 1, outcome: { ...SAVED, cost: 110, overpaid: 1.1 } });
    expect(run.machine().view({ since: 0 }).paused, 'the bill of the file is that of the task').toBeUndefined();
    run.created(2);
    expect(short(run.task(2, { kind: 'completed', cost: 200 }))).toEqual(['download 2']);
    expect(run.demand()?.trouble).toEqual({ count: 2, code: 'COST_ABOVE', times: 2 });
  });

  test('a task that brings no file and is billed above its price is told, too', () => {
    const run = limited(100_000, 'pause', 2);
    run.lease({ granted: 1 });
    run.created(0);
    run.task(0, { kind: 'failed', code: 'TASK_FAILED', cost: 250, again: false });
    expect(run.demand()?.trouble).toEqual({ count: 1, code: 'COST_ABOVE', times: 2.5 });
  });

  test('a bill that nobody can believe pauses the run when its file is recorded', () => {
    const run = limited(100_000, 'pause', 3);
    run.lease({ granted: 1 });
    run.created(0);
    run.task(0, { kind: 'completed', cost: null });
    run.feed({ kind: 'file', node: 0, attempt: 1, outcome: { ...SAVED, cost: 100, overpaid: 5_000 } });
    expect(run.machine().view({ since: 0 })).toMatchObject({ paused: 'COST_ABOVE', money: { spent: 100 } });
  });

  test('a task that costs less than was planned pauses nothing', () => {
    const run = limited(100_000, 'pause', 2);
    run.lease({ granted: 1 });
    run.created(0);
    expect(short(run.task(0, { kind: 'completed', cost: 90 }))).toEqual(['submit 1', 'download 0']);
  });
});
