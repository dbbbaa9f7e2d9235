import { afterEach, expect, it } from 'vitest';
import { openStage, type Stage, shot } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

it('an answer that nobody gave in time is the first take, and stands from then on', async () => {
  const pick = { candidates: [0, 1], choose: 1, onTimeout: 'first' } as const;
  const edges = [0, 1].map((node) => ({ node, kind: 'candidate' as const }));
  const choose = shot('choose', { kind: 'pick', pick, edges, price: 0 });
  stage = await openStage({ nodes: [shot('a'), shot('b'), choose] });
  const { activities, input, sim, place, store } = stage;
  for (const node of [0, 1]) {
    const outcome = await activities.submit(input(node));
    if (outcome.kind !== 'created') throw new Error(outcome.kind);
    await sim.waitFor('completed', node + 1);
    await activities.download({ ...input(node), task: outcome.task });
  }
  const question = { place, node: 2, done: [0, 1] };
  expect(await activities.readPick(question)).toEqual({ kind: 'asking' });
  expect(await activities.readPick({ ...question, first: 1 })).toEqual({ kind: 'picked', chosen: [0] });
  expect(await activities.readPick(question)).toEqual({ kind: 'picked', chosen: [0] });
  const [answer] = await store.picks.read({ pipeline: 'film', file: 'film.yaml' });
  const record = (await store.records.of('film', 'a'))[0];
  expect(answer).toMatchObject({ step: 'choose', chosen: [{ node: 'a', sha256: record?.sha256 }] });
  expect(answer?.candidates).toHaveLength(2);
  // Somebody was quicker: their answer stands.
  await store.picks.answer(
    { pipeline: 'film', file: 'film.yaml' },
    { step: 'choose', group: '', chosen: answer?.candidates.slice(1) ?? [], candidates: answer?.candidates ?? [] },
  );
  expect(await activities.readPick({ ...question, first: 1 })).toEqual({ kind: 'picked', chosen: [1] });
});
