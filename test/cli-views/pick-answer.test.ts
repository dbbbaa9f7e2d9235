import { expect, test } from 'vitest';
import { answerOf } from '../../cli/session/pick-answer.ts';
import type { Plan } from '../../plan/plan.ts';
import type { ProjectStore } from '../../store/index.ts';
import { batchPlan } from './fake-run.ts';

// Every take is made; which file it is does not matter here.
const store = { records: { of: async (_: string, node: string) => [{ sha256: node }] } } as unknown as ProjectStore;
const chosenIn = async (plan: Plan, step: string, ...names: string[]) =>
  (await answerOf(store, plan, step, names)).chosen.map((take) => take.node);

test('a take is named by its node, its key, or what tells it apart in its group', async () => {
  const plan = batchPlan(2);
  for (const name of ['draft@s1--warm', 's1--warm', 'warm']) {
    expect(await chosenIn(plan, 'choose@s1', name)).toEqual(['draft@s1--warm']);
  }
  expect(await chosenIn(plan, 'choose', 's1--cool')).toEqual(['draft@s1--cool']);
});

test('a word that fits several takes, or none, chooses nothing', async () => {
  const plan = batchPlan(2);
  await expect(chosenIn(plan, 'choose@s1', 's1')).rejects.toThrow('"s1" is more than one candidate');
  await expect(chosenIn(plan, 'choose@s1', 'hot')).rejects.toThrow('"hot" is no candidate');
  await expect(chosenIn(plan, 'choose', 'warm')).rejects.toThrow('"choose" has more than one group');
});
