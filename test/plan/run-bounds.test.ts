import { describe, expect, test } from 'vitest';
import { bound, renders, skeletonOf } from '../../sim/sketch.ts';
import { drive, short } from './driver.ts';

const needs = (node: number) => ({ node, kind: 'needs' as const });
const direct = (node: number) => ({ node, kind: 'direct' as const });
const failure = { kind: 'failed', code: 'CONTENT_REFUSED', cost: 0, again: false } as const;
const transient = { kind: 'failed', code: 'TASK_FAILED', cost: 0, again: true } as const;

describe('max-parallel', () => {
  const bounds = [bound(0, 4, { maxParallel: 2 })];

  test('bounds a step at the vendor, asks for no slot more, and lets others pass', () => {
    const run = drive(skeletonOf(renders(6), { bounds }));
    run.start();
    expect(run.demand()).toMatchObject({ want: 4 });
    expect(short(run.lease())).toEqual(['submit 0', 'submit 1', 'submit 4', 'submit 5']);
    run.created(0);
    // The file is fetched outside of the bound.
    expect(short(run.completed(0))).toEqual(['submit 2', 'download 0']);
    run.created(1);
    expect(short(run.completed(1))).toEqual(['submit 3', 'download 1']);
  });

  test('holds over a continue-as-new, and while a node rests or nobody knows what became of it', () => {
    const run = drive(skeletonOf(renders(4), { bounds }));
    run.start();
    run.lease();
    run.created(0);
    run.submitted(1, { kind: 'unsure', untilMs: run.now() + 9_000_000, reserved: 100 });
    expect(short(run.renew()).filter((command) => command.startsWith('submit'))).toEqual([]);
    expect(short(run.task(0, transient))).toEqual(['submit 2']);
    expect(short(run.pass(3_600_000))).not.toContain('submit 3');
  });

  test('holds for films, too, which are joined here', () => {
    const film = { kind: 'concat' as const };
    const run = drive(skeletonOf([film, film, film], { bounds: [bound(0, 3, { maxParallel: 1 })] }));
    const [first, ...others] = run.start();
    expect([first?.kind, others]).toEqual(['concat', []]);
    expect(short(run.saved(first?.kind === 'concat' ? first.node : 0))).toHaveLength(1);
  });
});

describe('fail-fast', () => {
  const bounds = [bound(0, 4, { failFast: true, maxParallel: 2 })];

  test('submits no sibling any more, and brings home what is accepted', () => {
    const run = drive(skeletonOf(renders(5), { bounds }));
    run.start();
    run.lease();
    run.created(0);
    run.created(1);
    run.task(0, failure);
    expect(run.states()).toEqual(['failed', 'rendering', 'skipped', 'skipped', 'submitting']);
    run.completed(1);
    run.saved(1);
    expect(run.states()[1]).toBe('done');
    expect(run.machine().carry().codes).toMatchObject({ 2: 'FAIL_FAST', 3: 'FAIL_FAST' });
  });

  test('makes no second attempt of a sibling', () => {
    const run = drive(skeletonOf(renders(2), { bounds: [bound(0, 2, { failFast: true })] }));
    run.start();
    run.lease();
    run.created(0);
    run.created(1);
    run.task(0, failure);
    run.task(1, transient);
    expect(run.states()).toEqual(['failed', 'skipped']);
  });

  test('gives the siblings their turn when the failed node is tried again, also in another execution', () => {
    const run = drive(skeletonOf(renders(4), { bounds }));
    run.start();
    run.lease();
    run.created(0);
    run.task(0, failure);
    run.created(1);
    run.renew();
    run.feed({ kind: 'retry', request: {} });
    expect(run.states()).toEqual(['submitting', 'rendering', 'ready', 'ready']);
  });

  test('ends no sibling whose step does not say so', () => {
    const run = drive(skeletonOf(renders(2), { bounds: [bound(0, 2, { maxParallel: 1 })] }));
    run.start();
    run.lease();
    run.created(0);
    expect(short(run.task(0, failure))).toEqual(['submit 1']);
  });
});

describe('continue-on-error', () => {
  test('a failure counts as not wanted: it spreads over direct references, is no failure() and no exit 2', () => {
    const run = drive(
      skeletonOf([
        { tolerant: true },
        { edges: [direct(0)] },
        { edges: [needs(0)] },
        { edges: [needs(0)], condition: 'failure' },
      ]),
    );
    run.start();
    run.lease();
    run.created(0);
    run.task(0, failure);
    expect(run.states()).toEqual(['not-wanted', 'not-wanted', 'submitting', 'not-wanted']);
    expect(run.machine().carry().codes).toEqual({ 0: 'CONTENT_REFUSED' });
    run.make(2);
    expect(run.machine().result()).toMatchObject({ state: 'done' });
  });

  test('is tried again only by its name', () => {
    const run = drive(skeletonOf([{ tolerant: true }, {}]));
    run.start();
    run.lease();
    run.created(0);
    run.task(0, failure);
    run.feed({ kind: 'retry', request: {} });
    expect(run.states()[0]).toBe('not-wanted');
    run.feed({ kind: 'retry', request: { nodes: ['n0'] } });
    expect(run.states()[0]).toBe('submitting');
  });

  test('a task that was completed after all is taken at the end', () => {
    const run = drive(skeletonOf([{ tolerant: true }]));
    run.start();
    run.lease();
    run.created(0);
    expect(run.task(0, failure)).toContainEqual({ kind: 'recheck', tasks: [{ node: 0, task: 't0' }] });
    expect(short(run.feed({ kind: 'rechecked', completed: [0] }))).toEqual(['download 0']);
  });
});
