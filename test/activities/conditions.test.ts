import { afterEach, expect, it } from 'vitest';
import type { ConditionKind } from '../../plan/condition.ts';
import type { PlanNode } from '../../plan/plan.ts';
import { openStage, type Stage, shot } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const needs = (node: number) => ({ node, kind: 'needs' as const });
const when = (text: string, kind: ConditionKind = 'free', more: Partial<PlanNode> = {}) =>
  shot('spare', { condition: { kind, text }, edges: [needs(0)], ...more });

async function made(...nodes: PlanNode[]): Promise<Stage> {
  stage = await openStage({ nodes });
  const { activities, input, sim } = stage;
  const outcome = await activities.submit(input(0));
  if (outcome.kind !== 'created') throw new Error(outcome.kind);
  await sim.waitFor('completed', 1);
  await activities.download({ ...input(0), task: outcome.task });
  return stage;
}

it.each([
  ['steps.hero.outputs.seconds > 1', 'D', 'holds'],
  ['steps.hero.outputs.seconds > 100', 'D', 'fails'],
  ["failure() || steps.hero.state == 'not-wanted'", 'n', 'holds'],
  ["always() && steps.hero.state == 'failed'", 'F', 'holds'],
  ["always() && steps.hero.state == 'failed'", 'D', 'fails'],
  ['!success()', 'k', 'holds'],
  ['cancelled() || !always()', 'c', 'holds'],
  // The file of an older run is none of a node that has failed in this one.
  ["steps.hero.state == 'done' && steps.hero.outputs.seconds > 1", 'F', 'fails'],
  ['steps.hero.outputs.seconds > 1', 'F', 'fails'],
  ['steps.hero.outputs.seconds', 'D', 'broken'],
])('%s, the hero being %s: it %s', async (text, seen, kind) => {
  const { activities, place } = await made(shot('hero'), when(text));
  expect(await activities.evaluateCondition({ place, node: 1, seen, chosen: {} })).toEqual({ kind });
});

it('a store that is not there any more pauses the run', async () => {
  const { activities, place } = await made(shot('hero'), when('failure()'));
  const elsewhere = { ...place, store: 'another' };
  const outcome = await activities.evaluateCondition({ place: elsewhere, node: 1, seen: 'D', chosen: {} });
  expect(outcome).toEqual({ kind: 'paused', code: 'STORE_UNREADABLE' });
});

it('a render that a condition lets begin needs no source, unless it uses it', async () => {
  const over = { source: { kind: 'node', node: 0 } as const, edges: [needs(0)] };
  const free = when('failure()', 'failure', over);
  const tied = when('failure()', 'failure', {
    ...over,
    ...{ id: 'tied', step: 'tied', fields: { ...free.fields, prompt: { $deferred: '${{ source.id }}' } } },
  });
  stage = await openStage({ nodes: [shot('hero'), free, tied] });
  const { activities, input } = stage;
  expect(await activities.submit(input(1, { unwanted: [0] }))).toMatchObject({ kind: 'created' });
  expect(await activities.submit(input(2, { unwanted: [0] }))).toMatchObject({ kind: 'rejected', code: 'RULE_BROKEN' });
});

it('a film leaves out what an earlier run made and this one came to not want', async () => {
  const reel = shot('reel', {
    ...{ kind: 'concat', fields: {}, price: 0, edges: [needs(0)] },
    videos: { $deferred: '${{ steps.hero.*.outputs.video }}' },
  });
  const { activities, input } = await made(shot('hero'), reel);
  const outcome = await activities.concat({ ...input(1), chosen: {}, unwanted: [0] });
  expect(outcome).toMatchObject({ kind: 'failed', code: 'FILE_UNUSABLE' });
  expect(await activities.concat({ ...input(1), chosen: {} })).toMatchObject({ kind: 'saved' });
});

it('an approve is asked until its answer is about the files of today', async () => {
  const approve = { show: [0], onTimeout: 'pause' } as const;
  const gate = shot('gate', { kind: 'approve', approve, edges: [needs(0)], price: 0 });
  const { activities, place, store } = await made(shot('hero'), gate);
  const question = { place, node: 1, shown: [0] };
  const file = { pipeline: 'film', file: 'film.yaml' };
  const answer = (how: 'approved' | 'rejected', sha256: string) =>
    store.picks.approve(file, { step: 'gate', group: '', answer: how, shown: [{ node: 'hero', sha256 }] });
  expect(await activities.readApproval(question)).toEqual({ kind: 'asking' });
  await answer('approved', 'f'.repeat(64));
  expect(await activities.readApproval(question)).toEqual({ kind: 'asking' });
  const sha256 = (await store.records.of('film', 'hero'))[0]?.sha256 ?? '';
  await answer('approved', sha256);
  expect(await activities.readApproval(question)).toEqual({ kind: 'approved' });
  await answer('rejected', sha256);
  expect(await activities.readApproval(question)).toEqual({ kind: 'rejected' });
});
