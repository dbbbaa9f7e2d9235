import { describe, expect, test } from 'vitest';
import { openRun } from '../../plan/run/run.ts';
import { resultOf } from '../../plan/run/view.ts';
import { skeletonOf } from '../../sim/sketch.ts';
import { drive } from './driver.ts';

const failure = { kind: 'failed', code: 'CONTENT_REFUSED', cost: 0, again: false } as const;
const who = { key: 'key', id: 'run', speed: 1 };
const direct = (node: number) => ({ node, kind: 'direct' as const });
const needs = (node: number) => ({ node, kind: 'needs' as const });

describe('a gate', () => {
  const spare = [
    {},
    { kind: 'gate', price: 0, edges: [needs(0)], condition: 'failure' },
    { edges: [direct(1)] },
    { edges: [direct(1), needs(2)] },
  ] as const;

  test('opens a pipeline as a whole, without work or money of its own', () => {
    const run = drive(skeletonOf([...spare]));
    run.start();
    run.lease();
    run.created(0);
    run.task(0, failure);
    expect(run.states()).toEqual(['failed', 'done', 'submitting', 'waiting']);
  });

  test('that stays closed leaves out all behind it, also what would accept what is not wanted', () => {
    const run = drive(skeletonOf([...spare]));
    run.start();
    run.lease();
    run.make(0);
    expect(run.states()).toEqual(['done', 'not-wanted', 'not-wanted', 'not-wanted']);
  });
});

describe('a pipeline that is used with continue-on-error', () => {
  const nodes = [{}, { edges: [needs(0)] }, { edges: [needs(0), needs(1)] }, { edges: [direct(1)] }];
  const failed = (lenient: boolean) => {
    const run = drive({ ...skeletonOf(nodes), ...(lenient && { lenient: [{ from: 0, to: 2 }] }) });
    run.start();
    run.lease();
    run.created(0);
    run.task(0, failure);
    return run;
  };

  test('fails inside, and counts as not wanted outside', () => {
    expect(failed(true).states()).toEqual(['failed', 'skipped', 'submitting', 'not-wanted']);
  });

  test('would skip all without it', () => {
    expect(failed(false).states()).toEqual(['failed', 'skipped', 'skipped', 'skipped']);
  });

  test('does not make the run a failed one', () => {
    const ended = (lenient: boolean) => {
      const skeleton = { ...skeletonOf(nodes), ...(lenient && { lenient: [{ from: 0, to: 2 }] }) };
      return resultOf(openRun(skeleton, who, failed(lenient).machine().carry()));
    };
    expect(ended(true)).toMatchObject({ state: 'done', counts: { failed: 1 } });
    expect(ended(false).state).toBe('failed');
  });
});
