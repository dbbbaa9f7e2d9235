import { afterEach, expect, it } from 'vitest';
import type { PlanNode } from '../../plan/plan.ts';
import { make, openStage, type Stage, shot } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const pick = { candidates: [0, 1], choose: 1, onTimeout: 'pause' } as const;
const candidates = [0, 1].map((node) => ({ node, kind: 'candidate' as const }));
const choose = shot('choose', { kind: 'pick', pick, edges: candidates, price: 0 });
const direct = (node: number) => [{ node, kind: 'direct' as const }];
const final = (key: string, candidate: number): PlanNode =>
  shot(`final@${key}`, {
    ...{ kind: 'promote', fields: {}, edges: direct(2), source: { kind: 'pick', pick: 2, candidate } },
  });
// A film of one node, and a reel of such films: what is not wanted spreads through them.
const film = (key: string, node: number): PlanNode => {
  const videos = [{ $deferred: `\${{ source.outputs.video }}` }];
  const source = { kind: 'node', node } as const;
  return shot(`film@${key}`, { kind: 'concat', fields: {}, videos, price: 0, edges: direct(node), source });
};
const reelOf = (step: string, ...nodes: number[]): PlanNode => {
  const videos = { $deferred: `\${{ steps.${step}.*.outputs.video }}` };
  const edges = nodes.map((node) => ({ node, kind: 'needs' as const }));
  return shot(`reel-of-${step}`, { kind: 'concat', fields: {}, videos, price: 0, edges });
};
const nodes = [
  ...[shot('draft@a'), shot('draft@b'), choose, final('a', 0), final('b', 1)],
  ...[film('a', 3), film('b', 4), reelOf('final', 3, 4), reelOf('film', 5, 6)],
];

it('a film leaves out what an earlier run made and this one does not want', async () => {
  stage = await openStage({ nodes });
  const { activities, input, sim } = stage;
  for (const node of [0, 1]) {
    const outcome = await activities.submit(input(node));
    if (outcome.kind !== 'created') throw new Error(outcome.kind);
    await sim.waitFor('completed', node + 1);
    await activities.download({ ...input(node), task: outcome.task });
  }
  // Both were chosen once, so both have been made.
  for (const node of [3, 4]) expect(await activities.submit(input(node))).toMatchObject({ kind: 'made' });
  for (const node of [5, 6]) await activities.concat({ ...input(node), chosen: { 2: [0, 1] } });
  const seconds = async (node: number, chosen: readonly number[]) => {
    const outcome = await activities.concat({ ...input(node), chosen: { 2: chosen } });
    return outcome.kind === 'saved' ? Math.round(outcome.seconds) : outcome;
  };
  expect(await seconds(7, [0, 1])).toBe(6);
  expect(await seconds(7, [0])).toBe(3);
  expect(await seconds(8, [0, 1])).toBe(6);
  expect(await seconds(8, [1])).toBe(3);
});

it('a film leaves out what was decided before the run not to be wanted', async () => {
  const left = make({ action: 'leave', because: 'not picked' });
  const keeps = nodes.map((_, at) => (at === 1 ? left : make()));
  stage = await openStage({ nodes: [shot('x@a'), shot('x@b'), reelOf('x', 0, 1)], decisions: keeps.slice(0, 3) });
  const { activities, input, sim } = stage;
  for (const node of [0, 1]) {
    const outcome = await activities.submit(input(node));
    if (outcome.kind !== 'created') throw new Error(outcome.kind);
    await sim.waitFor('completed', node + 1);
    await activities.download({ ...input(node), task: outcome.task });
  }
  const outcome = await activities.concat({ ...input(2), chosen: {} });
  expect(outcome.kind === 'saved' && Math.round(outcome.seconds)).toBe(3);
});
