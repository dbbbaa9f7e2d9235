import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decidePlan } from '../../cli/session/decide-plan.ts';
import type { SubmitInput } from '../../plan/activity.ts';
import type { Resolution } from '../../plan/claim.ts';
import type { ClaimRef } from '../../store/index.ts';
import { openStage, type Stage, shot } from './stage.ts';

// A node was left unsure by a run that has closed; a person decides; the next run acts on it.
let stage: Stage;
let ref: ClaimRef;
const posts = () => stage.sim.stats().posts;
const tasks = () => stage.sim.ledger().tasks.map(({ taskId }) => taskId);

beforeEach(async () => {
  // Where keys are honoured the claim might be sent again, over the person's head.
  stage = await openStage({ nodes: [shot('a', { onAmbiguous: 'same-key' })] });
  stage.sim.fault({ match: { op: 'submit' }, count: 2, action: { do: 'reset', when: 'after' } });
  expect((await stage.activities.submit(stage.input(0))).kind).toBe('unsure');
  const [state] = await stage.store.claims.ofPipeline('film');
  if (state === undefined) throw new Error('no claim');
  ref = state.ref;
});
afterEach(() => stage.close());

/** What `dailies run` does before it starts the next run. */
async function nextRun(decision: Resolution): Promise<SubmitInput> {
  await stage.store.claims.resolve(ref, decision);
  const { store, place } = stage;
  const plan = await store.plans.get(place.plan);
  if (plan === undefined) throw new Error('no plan');
  const { decisions } = await decidePlan(store, plan, {});
  const [node] = decisions.nodes;
  expect(node?.action).toBe('make');
  return {
    ...stage.input(0, { key: 'run-key-2', generation: node?.generation ?? 0 }),
    place: { ...place, decisions: await store.decisions.put(decisions) },
  };
}

describe('the next run', () => {
  it('takes the task that was named, and downloads it', async () => {
    const [task = ''] = tasks();
    const input = await nextRun({ version: 1, kind: 'task', task, atMs: 1 });
    expect(await stage.activities.submit(input)).toMatchObject({ kind: 'created', task, reserved: 102_000 });
    expect(await stage.activities.awaitTask(stage.wait(0, task))).toMatchObject({ kind: 'completed' });
    expect(await stage.activities.download({ ...input, task })).toMatchObject({ kind: 'saved', cost: 102_000 });
    expect([posts(), tasks().length]).toEqual([2, 1]);
    expect((await stage.store.claims.read(ref))?.settled).toMatchObject({ as: 'made' });
  });

  it('stays unsure with a task that does not fit, and sends nothing', async () => {
    const input = await nextRun({ version: 1, kind: 'task', task: 'another', atMs: 1 });
    expect(await stage.activities.submit(input)).toMatchObject({ kind: 'unsure' });
    expect(posts()).toBe(2);
  });

  it('sends the next attempt when nothing was created', async () => {
    const input = await nextRun({ version: 1, kind: 'not-created', atMs: 1 });
    expect(await stage.activities.submit(input)).toMatchObject({ kind: 'not-sent', generation: 1, attempt: 1 });
    expect(posts(), 'the decided claim is not sent again').toBe(2);
    expect(await stage.activities.submit({ ...input, attempt: 2 })).toMatchObject({ kind: 'created', attempt: 2 });
    expect(posts()).toBe(3);
    expect((await stage.store.claims.read(ref))?.settled).toMatchObject({ as: 'not-created' });
  });

  it('pays the next generation, and nobody follows the one that was given up', async () => {
    const input = await nextRun({ version: 1, kind: 'pay-again', generation: 2, atMs: 1 });
    expect(input.generation).toBe(2);
    expect(await stage.activities.submit(input)).toMatchObject({ kind: 'created', generation: 2, attempt: 1 });
    expect(posts()).toBe(3);
    expect((await stage.store.claims.read(ref))?.settled).toMatchObject({ as: 'paid-again' });
    expect(await stage.store.claims.openOf('run-key-1')).toEqual([]);
  });
});

describe('a run that was decided before the person was', () => {
  it.each(['open', 'settled'])('does not pay the given-up generation once more: its claim is %s', async (which) => {
    await stage.store.claims.resolve(ref, { version: 1, kind: 'pay-again', generation: 2, atMs: 1 });
    const untilMs = Date.now() + 60_000;
    const again = { kind: 'pay-again', generation: 2 } as const;
    if (which === 'settled')
      expect(await stage.activities.awaitResolution({ ...stage.input(0), untilMs })).toEqual(again);
    const late = stage.input(0, { key: 'run-key-2' });
    expect(await stage.activities.submit(late)).toMatchObject({ kind: 'unsure', generation: 1 });
    expect(await stage.activities.recover(late)).toMatchObject({ kind: 'unsure', generation: 1 });
    expect(posts()).toBe(2);
    expect(await stage.activities.awaitResolution({ ...late, untilMs })).toEqual(again);
  });
});
