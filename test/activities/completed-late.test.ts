import { afterEach, expect, it } from 'vitest';
import { costEntries } from '../../cli/session/cost-entries.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

it('a task that was told as failed and is completed after all costs what its record says, once', async () => {
  stage = await openStage();
  const { activities, input, sim, store, place } = stage;
  const submitted = await activities.submit(input(0));
  const task = submitted.kind === 'created' ? submitted.task : '';
  sim.fault({ match: { op: 'poll' }, count: 0, action: { do: 'patch', set: { status: 'failed', cost: 0 } } });
  expect(await activities.awaitTask(stage.wait(0, task))).toMatchObject({ kind: 'failed', cost: 0 });
  const doc = { file: 'film.yaml', workflowId: 'w', realm: 'simulator', account: 'acc', startedAt: '', plannedCost: 1 };
  await store.runs.begin('film', { ...doc, plan: place.plan, decisions: place.decisions });
  expect(await costEntries(store, 0)).toMatchObject([{ spent: 0, refunded: 102_000 }]);

  sim.clearFaults();
  expect(await activities.recheck({ place, tasks: [{ node: 0, task }] })).toEqual([0]);
  expect(await activities.download({ ...input(0), task })).toMatchObject({ kind: 'saved', cost: 102_000 });
  expect(await costEntries(store, 0)).toMatchObject([{ planned: 102_000, spent: 102_000, refunded: 0 }]);
});
