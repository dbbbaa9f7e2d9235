import { describe, expect, test } from 'vitest';
import type { Decisions, NodeDecision } from '../../plan/decisions.ts';
import type { Plan, PlanNode } from '../../plan/plan.ts';
import { joinSparse } from '../../plan/skeleton-conditions.ts';
import { skeletonPart } from '../../plan/skeleton-part.ts';

const node: PlanNode = {
  id: 'draft@a-long-shot-name--a-long-look-name',
  step: 'draft',
  key: 'a',
  kind: 'generate',
  matrix: { shot: 'x'.repeat(500) },
  edges: [{ node: 0, kind: 'needs' }],
  source: { kind: 'url', url: 'https://secret.example.com/?signature=1' },
  fields: { prompt: 'a prompt that no history shows' },
  price: 100,
  seconds: 5,
  renderMs: 60_000,
  retry: 3,
  frozen: false,
  onAmbiguous: 'hold',
  priority: 0,
};
const decided: NodeDecision = { state: 'missing', action: 'make', generation: 1, because: 'never made' };

function planOf(decisions: readonly NodeDecision[]): [Plan, Decisions] {
  const nodes = decisions.map(() => node);
  const base = { pipeline: 'p', name: 'p', file: 'p.yaml', inputs: {}, vars: {}, account: 'default', api: 'simulator' };
  const plan: Plan = { version: 1, ...base, priority: 0, weight: 1, nodes, outputs: {} };
  return [plan, { version: 1, plan: '', realm: 'simulator', nodes: decisions }];
}

describe('the skeleton of a plan', () => {
  test('is handed over in parts that each fit into a payload, with every node once', () => {
    const [plan, decisions] = planOf(Array.from({ length: 10_000 }, () => decided));
    let from = 0;
    for (let parts = 0; from < 10_000 && parts < 50; parts += 1) {
      const part = skeletonPart(plan, decisions, from);
      expect(part.from).toBe(from);
      expect(part.skeleton.ids).toHaveLength(part.to - part.from);
      expect(part.skeleton.actions).toHaveLength(part.to - part.from);
      expect(JSON.stringify(part).length).toBeLessThan(512 * 1024);
      from = part.to;
    }
    expect(from).toBe(10_000);
  });

  test('puts what an older run has claimed before all that is to be paid, whatever its priority', () => {
    const open = { ...decided, state: 'open' } as const;
    const [plan, decisions] = planOf([decided, open, { ...open, action: 'leave' }]);
    const urgent = { ...plan, nodes: plan.nodes.map((one, at) => ({ ...one, priority: at === 0 ? 9_000 : 0 })) };
    const [first = 0, second = 0, third = 0] = skeletonPart(urgent, decisions, 0).skeleton.priorities;
    expect([second > first, first > third]).toEqual([true, true]);
  });

  test('shows neither prompts nor URLs', () => {
    const text = JSON.stringify(skeletonPart(...planOf([decided]), 0));
    expect(text).not.toContain('prompt');
    expect(text).not.toContain('secret');
  });

  test('counts a node that is left alone as kept where it has a make', () => {
    const left: NodeDecision = { ...decided, action: 'leave', state: 'stale' };
    const kept: NodeDecision = { ...decided, action: 'keep' };
    const fetched: NodeDecision = { ...decided, action: 'fetch' };
    const [plan, decisions] = planOf([decided, left, { ...left, identity: 'a' }, kept, fetched]);
    expect(skeletonPart(plan, decisions, 0).skeleton.actions).toBe('mlkkf');
  });

  test('carries conditions, approves, tolerated failures and bounds of its own nodes only', () => {
    const [plan, decisions] = planOf([decided, { ...decided, action: 'keep', conditional: true }, decided, decided]);
    const approve = { show: [0], onTimeout: 'pause' } as const;
    const bounded = { step: 'many', maxParallel: 2, failFast: true } as const;
    const own = [
      { condition: { kind: 'failure', text: 'failure()' }, continueOnError: true },
      {},
      { ...bounded, approve },
      bounded,
    ] as const;
    const nodes = plan.nodes.map((one, at) => ({ ...one, ...own[at] }));
    const { skeleton } = skeletonPart({ ...plan, nodes }, decisions, 0);
    expect(skeleton).toMatchObject({
      conditions: { 0: 'failure', 1: 'kept' },
      approvals: { 2: approve },
      tolerant: [0],
    });
    expect(skeleton.bounds).toEqual([{ from: 2, to: 4, maxParallel: 2, failFast: true }]);
    const rest = skeletonPart({ ...plan, nodes }, decisions, 2).skeleton;
    expect([rest.conditions, rest.tolerant, rest.bounds]).toEqual([undefined, undefined, undefined]);
    expect(joinSparse({ conditions: { 0: 'free' }, tolerant: [0] }, { ...rest, tolerant: [3] })).toEqual({
      conditions: { 0: 'free' },
      approvals: { 2: approve },
      tolerant: [0, 3],
    });
  });

  test('of a plan without any says nothing of them', () => {
    const { skeleton } = skeletonPart(...planOf([decided]), 0);
    for (const key of ['conditions', 'approvals', 'tolerant', 'bounds']) expect(skeleton).not.toHaveProperty(key);
  });
});
