import { describe, expect, test } from 'vitest';
import { bound, type NodeSketch, renders, skeletonOf } from '../../sim/sketch.ts';
import { drive, short } from './driver.ts';

const needs = (node: number) => ({ node, kind: 'needs' as const });
const direct = (node: number) => ({ node, kind: 'direct' as const });
const failure = { kind: 'failed', code: 'CONTENT_REFUSED', cost: 0, again: false } as const;
const submits = (commands: Parameters<typeof short>[0]) => short(commands).filter((one) => one.startsWith('submit'));

/** So many uses of a pipeline of two shots, of which the second needs the first. */
function episodes(count: number): NodeSketch[] {
  return Array.from({ length: count }, (_, at) => [{}, { edges: [direct(2 * at)] }]).flat();
}

const starts = [0, 2, 4];

describe('max-parallel of a step that uses a pipeline', () => {
  const one = [bound(0, 6, { maxParallel: 1, starts })];

  test('counts uses: the next begins when all of one has ended, and no slot more is asked for', () => {
    const run = drive(skeletonOf(episodes(3), { bounds: one }));
    run.start();
    expect(run.demand()).toMatchObject({ want: 1 });
    expect(submits(run.lease())).toEqual(['submit 0']);
    run.created(0);
    expect(submits(run.completed(0))).toEqual([]);
    expect(submits(run.saved(0))).toEqual(['submit 1']);
    run.created(1);
    run.completed(1);
    expect(submits(run.saved(1))).toEqual(['submit 2']);
  });

  test('bounds no node inside: all that is ready in a use that has begun goes at once', () => {
    const run = drive(skeletonOf(renders(9), { bounds: [bound(0, 9, { maxParallel: 2, starts: [0, 3, 6] })] }));
    run.start();
    expect(run.demand()).toMatchObject({ want: 6 });
    expect(submits(run.lease())).toEqual([0, 1, 2, 3, 4].map((node) => `submit ${node}`));
  });

  test('asks for as many slots as what begins first can use', () => {
    // The use of one node comes first by its priority; the one of three has no place.
    const nodes = [{}, {}, {}, { priority: 1 }];
    const run = drive(skeletonOf(nodes, { bounds: [bound(0, 4, { maxParallel: 1, starts: [0, 3] })] }));
    run.start();
    expect(run.demand()).toMatchObject({ want: 1 });
    expect(submits(run.lease())).toEqual(['submit 3']);
    run.make(3);
    expect(run.states()).toEqual(['submitting', 'submitting', 'submitting', 'done']);
  });

  test('gives what is ready in a use its turn also where another use comes first by priority', () => {
    const nodes = [{ priority: 2 }, {}, { priority: 1 }];
    const run = drive(skeletonOf(nodes, { bounds: [bound(0, 3, { maxParallel: 1, starts: [0, 2] })] }));
    run.start();
    run.lease();
    expect(run.states()).toEqual(['submitting', 'submitting', 'ready']);
  });

  test('is the same whether it is continued as new after every event or never', () => {
    const ways = [false, true].map((renews) => {
      const run = drive(skeletonOf(episodes(3), { bounds: [bound(0, 6, { maxParallel: 2, starts })] }));
      const states: string[] = [];
      const step = (act: () => unknown) => {
        act();
        if (renews) run.renew();
        states.push(run.machine().carry().states);
      };
      step(run.start);
      step(run.lease);
      for (const node of [0, 2, 1, 4, 3, 5]) {
        // What was being sent is asked for in the store, and answered the same.
        step(() => run.created(node));
        step(() => run.completed(node));
        step(() => run.saved(node));
      }
      return states;
    });
    expect(ways[1]).toEqual(ways[0]);
    expect(ways[0]?.at(-1)).toBe('DDDDDD');
    expect(ways[0]?.map((states) => states.slice(4)).slice(0, 7)).not.toContain('sw');
  });

  test('a use that waits for something outside of it holds up no other, also not what it waits for', () => {
    // The second shot of use 0 needs use 1; with one place it would wait for ever.
    const nodes = [{}, { edges: [direct(0), needs(2)] }, {}];
    const run = drive(skeletonOf(nodes, { bounds: [bound(0, 3, { maxParallel: 1, starts: [0, 2] })] }));
    run.start();
    run.lease();
    run.make(0);
    expect(run.states()).toEqual(['done', 'waiting', 'submitting']);
    run.make(2);
    expect(run.states()[1]).toBe('submitting');
  });

  test('a question keeps its use at work, local work takes a place, and kept nodes take none', () => {
    const approve = { show: [2], onTimeout: 'pause' } as const;
    const ask = { kind: 'approve', approve, edges: [needs(2)] } as const;
    const nodes = [{ kind: 'concat' as const }, { edges: [needs(0)] }, { action: 'k' as const }, ask];
    const run = drive(skeletonOf(nodes, { bounds: [bound(0, 4, { maxParallel: 1, starts: [0, 2] })] }));
    run.start();
    run.lease();
    expect(run.states()).toEqual(['ready', 'waiting', 'done', 'asking']);
    run.renew();
    expect(run.states()[0]).toBe('ready');
    run.feed({ kind: 'approval', node: 3, outcome: { kind: 'approved' } });
    expect(run.states()).toEqual(['downloading', 'waiting', 'done', 'done']);
  });

  test('holds inside of another use, and for a step with a bound of its own inside', () => {
    // Use 0 holds nodes 0 to 5: two uses of three nodes; 6 is the other use.
    const bounds = [
      bound(0, 2, { maxParallel: 1 }),
      bound(0, 7, { maxParallel: 1, starts: [0, 6] }),
      bound(0, 6, { maxParallel: 1, starts: [0, 3] }),
    ];
    const run = drive(skeletonOf(renders(7), { bounds }));
    run.start();
    expect(run.demand()).toMatchObject({ want: 2 });
    expect(submits(run.lease())).toEqual(['submit 0', 'submit 2']);
    run.make(2);
    run.make(0);
    expect(run.states().slice(0, 3)).toEqual(['done', 'submitting', 'done']);
    run.make(1);
    for (const node of [3, 4, 5]) run.make(node);
    expect(run.states()[6]).toBe('submitting');
  });

  test('counts a use of which nobody knows what became, until its time is over', () => {
    const run = drive(skeletonOf(renders(2), { bounds: [bound(0, 2, { maxParallel: 1, starts: [0, 1] })] }));
    run.start();
    run.lease();
    run.submitted(0, { kind: 'unsure', untilMs: run.now() + 60_000, reserved: 100 });
    run.renew();
    expect(run.states()).toEqual(['unsure', 'ready']);
    run.feed({ kind: 'resolved', node: 0, attempt: 1, outcome: { kind: 'expired' } });
    expect(run.states()).toEqual(['unsure', 'submitting']);
  });

  test('goes on to the next use while the `if` of a gate, or of a node inside, is evaluated', () => {
    const gate = { kind: 'gate', price: 0, condition: 'free' } as const;
    const nodes: NodeSketch[] = [gate, { edges: [direct(0)] }, {}];
    const run = drive(skeletonOf(nodes, { bounds: [bound(0, 3, { maxParallel: 1, starts: [0, 2] })] }));
    run.start();
    run.lease();
    expect(run.states()).toEqual(['waiting', 'waiting', 'submitting']);
    run.feed({ kind: 'condition', node: 0, seen: '', outcome: { kind: 'holds' } });
    expect(run.states()).toEqual(['done', 'ready', 'submitting']);
    run.make(2);
    expect(run.states()[1]).toBe('submitting');
  });
});

describe('fail-fast of a step that uses a pipeline', () => {
  const bounds = [bound(0, 6, { failFast: true, maxParallel: 2, starts })];

  test('submits nothing more of the other uses, brings home what is accepted, and lets its own go on', () => {
    const nodes = [{ priority: 1 }, { priority: 1 }, ...episodes(3).slice(2)];
    const run = drive(skeletonOf(nodes, { bounds }));
    run.start();
    run.lease({ granted: 2 });
    run.created(0);
    run.created(1);
    run.task(0, failure);
    expect(run.states()).toEqual(['failed', 'rendering', 'skipped', 'skipped', 'skipped', 'skipped']);
    expect(run.machine().carry().codes).toMatchObject({ 2: 'FAIL_FAST', 4: 'FAIL_FAST' });

    const other = drive(skeletonOf(nodes, { bounds }));
    other.start();
    other.lease();
    for (const node of [0, 1, 2]) other.created(node);
    other.task(0, failure);
    expect(other.states()).toEqual(['failed', 'rendering', 'rendering', 'skipped', 'skipped', 'skipped']);
    other.completed(2);
    other.saved(2);
    expect(other.states()[2]).toBe('done');
  });

  test('gives the others their turn when what failed is tried again, also in another execution', () => {
    const run = drive(skeletonOf(episodes(3), { bounds }));
    run.start();
    run.lease();
    run.created(0);
    run.task(0, failure);
    expect(run.states()).toEqual(['failed', 'skipped', 'submitting', 'skipped', 'skipped', 'skipped']);
    run.renew();
    run.feed({ kind: 'retry', request: {} });
    expect(run.states()).toEqual(['submitting', 'waiting', 'submitting', 'waiting', 'ready', 'waiting']);
  });

  test('a failure that counts as not wanted, of a node or of a pipeline inside or of the use itself, stops nothing', () => {
    const [first, ...others] = episodes(3);
    const tolerant = skeletonOf([{ ...first, tolerant: true }, ...others], { bounds });
    const inside = { ...skeletonOf(episodes(3), { bounds }), lenient: [{ from: 0, to: 1 }] };
    const own = { ...skeletonOf(episodes(3), { bounds }), lenient: starts.map((from) => ({ from, to: from + 2 })) };
    for (const skeleton of [tolerant, inside, own]) {
      const run = drive(skeleton);
      run.start();
      run.lease();
      run.created(0);
      run.task(0, failure);
      expect(run.states().slice(2)).toEqual(['submitting', 'waiting', 'submitting', 'waiting']);
    }
  });

  test('inside of a use with continue-on-error still stops the siblings there, and nothing outside', () => {
    const inner = [bound(0, 2, { failFast: true, starts: [0, 1], maxParallel: 1 })];
    const nodes = [{ priority: 1 }, {}, { edges: [needs(1)] }];
    const run = drive({ ...skeletonOf(nodes, { bounds: inner }), lenient: [{ from: 0, to: 2 }] });
    run.start();
    run.lease();
    run.created(0);
    run.task(0, failure);
    expect(run.states()).toEqual(['failed', 'skipped', 'submitting']);
  });

  test('a condition that sees the failure outside is judged by it', () => {
    const nodes = [...episodes(2), { edges: [needs(0), needs(1), needs(2), needs(3)], condition: 'failure' as const }];
    const run = drive(skeletonOf(nodes, { bounds: [bound(0, 4, { failFast: true, maxParallel: 1, starts: [0, 2] })] }));
    run.start();
    run.lease();
    run.created(0);
    run.task(0, failure);
    expect(run.states()).toEqual(['failed', 'skipped', 'skipped', 'skipped', 'submitting']);
  });
});
