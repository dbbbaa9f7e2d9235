import { afterEach, expect, it } from 'vitest';
import { resolveNode } from '../../cli/session/resolve-node.ts';
import { openStage, type Stage, shot } from '../activities/stage.ts';

let stage: Stage;
afterEach(() => stage.close());

/** Node `a` is unsure, sent by a process of this machine, or of another. */
async function unsure(owner: 'this process' | 'a dead one') {
  stage = await openStage({ nodes: [shot('a')] });
  const { store } = stage;
  const claims = {
    ...store.claims,
    open: async (...[ref, claim]: Parameters<typeof store.claims.open>) =>
      store.claims.open(
        ref,
        owner === 'this process' ? claim : { ...claim, owner: { ...claim.owner, start: 'never' } },
      ),
  };
  stage.sim.fault({ match: { op: 'submit' }, action: { do: 'reset', when: 'after' } });
  const submitted = await stage.as({ storeOf: async () => ({ ...store, claims }) }).submit(stage.input(0));
  expect(submitted.kind).toBe('unsure');
  return { home: stage.root, store, pipeline: 'film', node: 'a' };
}

it('while the process that sent it lives, nobody says that nothing was created, nor pays again', async () => {
  const options = await unsure('this process');
  for (const kind of ['not-created', 'pay-again'] as const) {
    await expect(resolveNode({ ...options, decision: { kind } })).rejects.toMatchObject({ exit: 75 });
  }
  const [state] = await stage.store.claims.ofPipeline('film');
  expect(state?.resolution).toBeUndefined();
});

it('once it is dead a person decides, in the store and without an engine, and the first word stands', async () => {
  const options = await unsure('a dead one');
  const decide = (kind: 'not-created' | 'pay-again') => resolveNode({ ...options, decision: { kind } });
  const words = await decide('pay-again');
  expect(words).toContain('generation 2 is paid');
  expect(await decide('pay-again'), 'typed twice').toBe(words);
  await expect(decide('not-created')).rejects.toMatchObject({ exit: 75 });
  const [state] = await stage.store.claims.ofPipeline('film');
  expect(state?.resolution).toMatchObject({ kind: 'pay-again', generation: 2 });
  expect(stage.sim.stats().posts).toBe(1);
});
