import { describe, expect, test } from 'vitest';
import type { Plan, PlanNode, PlanPart } from '../../plan/plan.ts';
import { sparseOf } from '../../plan/skeleton-conditions.ts';
import { renders, skeletonOf } from '../../sim/sketch.ts';
import { drive, short } from './driver.ts';

const over = { state: 'over-budget' } as const;

describe('the budget of a pipeline that is used', () => {
  test('skips what is left of it, and nothing else', () => {
    // Nodes 1 to 3 are inside, and may cost 200.
    const run = drive(skeletonOf(renders(5), { caps: [{ from: 1, to: 4, limit: 200 }] }));
    run.start();
    run.lease();
    expect(run.states()).toEqual(['submitting', 'submitting', 'submitting', 'skipped', 'submitting']);
    for (const node of [0, 1, 2, 4]) run.make(node);
    run.feed({ kind: 'record-saved' });
    expect(run.machine().result()).toMatchObject({ ...over, money: { spent: 400 } });
  });

  test('lets what the vendor gave back be spent, as long as nothing was skipped', () => {
    const nodes = [{}, { edges: [{ node: 0, kind: 'needs' as const }] }];
    const run = drive(skeletonOf(nodes, { caps: [{ from: 0, to: 2, limit: 150 }] }));
    run.start();
    run.lease();
    run.created(0);
    run.task(0, { kind: 'completed', cost: 40 });
    run.feed({ kind: 'file', node: 0, attempt: 1, outcome: { kind: 'saved', sha256: 'x', seconds: 5, cost: 40 } });
    expect(run.states()).toEqual(['done', 'submitting']);
  });

  test('counts for each part and for those around it; what becomes ready later is skipped too', () => {
    const nodes = [...renders(3), { edges: [{ node: 0, kind: 'direct' as const }] }];
    const caps = [
      { from: 0, to: 4, limit: 250 },
      { from: 1, to: 3, limit: 100 },
    ];
    const run = drive(skeletonOf(nodes, { caps }));
    run.start();
    run.lease();
    expect(run.states()).toEqual(['submitting', 'submitting', 'skipped', 'waiting']);
    run.make(0);
    expect(run.states()[3]).toBe('skipped');
  });

  test('does not come before that of the run', () => {
    const run = drive(skeletonOf(renders(3), { limit: 100, caps: [{ from: 0, to: 3, limit: 200 }] }));
    run.start();
    expect(short(run.lease())).toEqual(['submit 0']);
    expect(run.machine().view({ since: 0 }).paused).toBe('BUDGET');
  });

  test('stands in the skeleton with the range of its nodes', () => {
    const node = (part?: string): PlanNode => ({
      ...{ id: `${part}/x`, step: 'x', key: '', kind: 'generate', matrix: {}, edges: [], price: 0, seconds: 0 },
      ...{ renderMs: 0, retry: 3, frozen: false, onAmbiguous: 'hold', priority: 0 },
      ...(part === undefined ? {} : { part }),
    });
    const part = (id: string, limit?: number): PlanPart => ({
      ...{ id, step: 'x', key: '', matrix: {}, inputs: {}, vars: {}, outputs: {} },
      ...(limit === undefined ? {} : { limit }),
    });
    const plan: Plan = {
      ...{ version: 1, pipeline: 'p', name: 'p', file: 'p.yaml', inputs: {}, vars: {}, account: 'default' },
      ...{ api: 'simulator', priority: 0, weight: 1, outputs: {} },
      nodes: [node(), node('a'), node('a/b'), node('a'), node('ab')],
      parts: [part('a', 500), part('a/b', 100), part('ab')],
    };
    const decisions = { version: 1, plan: '', realm: 'simulator', nodes: [] } as const;
    expect(sparseOf(plan, decisions, 0, 2).caps).toEqual([
      { from: 1, to: 4, limit: 500 },
      { from: 2, to: 3, limit: 100 },
    ]);
    expect(sparseOf(plan, decisions, 2, 5).caps).toBeUndefined();
  });
});
