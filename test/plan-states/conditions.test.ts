import { describe, expect, test } from 'vitest';
import { conditionBefore } from '../../cli/session/condition-before.ts';
import type { ConditionKind } from '../../plan/condition.ts';
import type { PlanNode } from '../../plan/plan.ts';
import { aMake, aNode, aPlan, decided, lines } from './a-plan.ts';

const needs = (node: number) => ({ node, kind: 'needs' as const });
const direct = (node: number) => ({ node, kind: 'direct' as const });
const when = (kind: ConditionKind, text = `${kind}()`) => ({ condition: { kind, text } });

describe('a conditional node before the run', () => {
  const hero = aNode('hero');
  const spare = (more: Partial<PlanNode> = {}) => aNode('spare', { edges: [needs(0)], ...when('failure'), ...more });

  test('is made at most, with its condition as a reason, while what it needs is not made', () => {
    const { nodes } = decided(aPlan(hero, spare()), {});
    expect(lines(nodes)).toEqual(['hero: missing make 1', 'spare: missing make 1']);
    expect(nodes[1]?.decision.because).toBe('never made; only if failure()');
  });

  test('is left out for good where all that it needs is made: the same file again costs nothing', () => {
    const { nodes } = decided(aPlan(hero, spare()), { makes: [aMake(hero)] });
    expect(lines(nodes)).toEqual(['hero: current keep 1', 'spare: missing leave 1']);
    expect(nodes[1]?.decision.because).toBe('its if does not hold: failure()');
  });

  test('that was made counts only if its condition holds, where that is known in the run only', () => {
    const { nodes } = decided(aPlan(hero, spare()), { makes: [aMake(spare())] });
    expect(nodes[1]?.decision).toMatchObject({ action: 'keep', conditional: true });
    const settled = decided(aPlan(hero, spare(when('always'))), { makes: [aMake(hero), aMake(spare())] });
    expect(settled.nodes[1]?.decision).toMatchObject({ action: 'keep' });
    expect(settled.nodes[1]?.decision).not.toHaveProperty('conditional');
  });

  test('takes what directly refers to it along: what is made of it counts only if it counts', () => {
    const final = aNode('final', { edges: [direct(1)] });
    const { nodes } = decided(aPlan(hero, spare(), final), { makes: [aMake(spare()), aMake(final)] });
    expect(nodes[2]?.decision).toMatchObject({ action: 'keep', conditional: true });
  });

  test('is left alone where the run is not about it', () => {
    const { nodes } = decided(aPlan(hero, spare()), { makes: [aMake(spare())] }, { only: ['hero'] });
    expect(nodes[1]?.decision).toMatchObject({ action: 'keep' });
    expect(nodes[1]?.decision).not.toHaveProperty('conditional');
  });

  test('whose if is false is not wanted, nor is what directly refers to it; `needs` is content', () => {
    const plan = aPlan(
      aNode('a', when('never', 'vars.night')),
      aNode('b', { edges: [direct(0)] }),
      aNode('c', { edges: [needs(0)] }),
    );
    const { nodes } = decided(plan, {});
    expect(lines(nodes)).toEqual(['a: missing leave 1', 'b: missing leave 1', 'c: missing make 1']);
    expect(nodes.map(({ decision }) => decision.because)).toEqual([
      'its if is false: vars.night',
      'not wanted, as a is not',
      'never made',
    ]);
  });

  test.each([
    ['steps.hero.outputs.seconds > 3', 'make'],
    ['steps.hero.outputs.seconds > 30', 'leave'],
    ["steps.hero.state == 'done'", 'make'],
    // What cannot be evaluated is said by the run.
    ['steps.hero.outputs.nothing > 3', 'make'],
  ] as const)('%s is evaluated as soon as the hero is made: %s', (text, action) => {
    const plan = aPlan(hero, spare(when('after-success', text)));
    const condition = conditionBefore(plan, (upstream) => (node) => upstream.make(node));
    const { nodes } = decided(plan, { makes: [aMake(hero)] }, {}, { condition });
    expect(nodes[1]?.decision.action).toBe(action);
  });
});

describe('an approve before the run', () => {
  const draft = aNode('draft');
  const gate = aNode('gate', {
    kind: 'approve',
    approve: { show: [0], onTimeout: 'pause' },
    edges: [needs(0)],
    price: 0,
  });
  const final = aNode('final', { edges: [needs(1)] });
  const plan = aPlan(draft, gate, final);
  const { sha256 } = aMake(draft);
  const answer = (how: 'approved' | 'rejected', more: { sha256?: string; byName?: boolean } = {}) => [
    {
      ...{ step: 'gate', group: '', answer: how, byName: more.byName ?? false },
      shown: [{ node: 'draft', sha256: more.sha256 ?? sha256 }],
    },
  ];
  const gateOf = (world: Parameters<typeof decided>[1], approvals: ReturnType<typeof answer> = []) => {
    const { nodes } = decided(plan, world, {}, { approvals });
    return [nodes[1]?.decision.action, nodes[1]?.decision.because, nodes[2]?.decision.action];
  };

  test('asks where nobody has answered, or where what it shows is not made yet or is another file', () => {
    const makes = [aMake(draft)];
    expect(gateOf({ makes })).toEqual(['make', 'nobody has approved or rejected it yet', 'make']);
    expect(gateOf({}, answer('approved'))[1]).toMatch(/^approved; it counts if/);
    expect(gateOf({ makes }, answer('approved', { sha256: 'f'.repeat(64) }))[1]).toBe(
      'approved for other files: look again',
    );
  });

  test('is kept where it was approved, and leaves out what depends on it where it was rejected', () => {
    const makes = [aMake(draft)];
    expect(gateOf({ makes }, answer('approved'))).toEqual(['keep', 'approved', 'make']);
    expect(gateOf({ makes }, answer('rejected'))).toEqual([
      'leave',
      'rejected; what depends on it is not made',
      'leave',
    ]);
    const { nodes } = decided(plan, { makes }, {}, { approvals: answer('rejected') });
    expect(nodes[2]?.decision.because).toBe('not wanted, as gate was rejected');
  });

  test('counts by name in a simulated run, whatever was made there', () => {
    expect(gateOf({}, answer('approved', { sha256: 'e'.repeat(64), byName: true }))[0]).toBe('keep');
  });
});
