import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimRef } from '../../store/index.ts';
import { openStage, type Stage, shot } from './stage.ts';

let stage: Stage;
let ref: ClaimRef;
let task: string;
const until = (ms = 60_000) => ({ ...stage.input(0), untilMs: Date.now() + ms });

beforeEach(async () => {
  stage = await openStage();
  stage.sim.fault({ match: { op: 'submit' }, action: { do: 'reset', when: 'after' } });
  expect((await stage.activities.submit(stage.input(0))).kind).toBe('unsure');
  const [state] = await stage.store.claims.ofPipeline('film');
  if (state === undefined) throw new Error('no claim');
  ref = state.ref;
  task = stage.sim.ledger().tasks[0]?.taskId ?? '';
});
afterEach(() => stage.close());

describe('an unsure node', () => {
  it('is created when its answer is written down late', async () => {
    const outcome = stage.activities.awaitResolution(until());
    await stage.store.claims.created(ref, { version: 1, task, how: 'answer', acceptedAtMs: 5, vendorDate: '' });
    expect(await outcome).toEqual({ kind: 'created', task, acceptedAtMs: 5 });
  });

  it('is not created when its owner proves that late', async () => {
    const atMs = Date.now();
    await stage.store.claims.settle(ref, {
      version: 1,
      as: 'not-created',
      code: 'NOT_SENT',
      cost: 0,
      refunded: 0,
      atMs,
    });
    expect(await stage.activities.awaitResolution(until())).toEqual({ kind: 'not-created' });
  });

  it('takes the task that a person names, if a GET shows that it fits', async () => {
    await stage.store.claims.resolve(ref, { version: 1, kind: 'task', task, atMs: 1 });
    expect(await stage.activities.awaitResolution(until())).toMatchObject({ kind: 'created', task });
    expect((await stage.store.claims.read(ref))?.created).toMatchObject({ task, how: 'adopted' });
  });

  it.each<[string, { readonly [field: string]: string | number }]>([
    ['of another model', { model: 'skyreels-v4-std' }],
    ['of another action', { action: 'promote' }],
    ['created before it was sent', { created_at: Date.now() - 3_600_000 }],
    ['created after it could be sent', { created_at: Date.now() + 3_600_000 }],
    ['that our key cannot see', {}],
  ])('does not take a task %s', async (_which, set) => {
    if (Object.keys(set).length > 0) {
      stage.sim.fault({ match: { op: 'poll' }, count: 0, action: { do: 'patch', set } });
    }
    const named = Object.keys(set).length === 0 ? 'no-such-task' : task;
    await stage.store.claims.resolve(ref, { version: 1, kind: 'task', task: named, atMs: 1 });
    expect(await stage.activities.awaitResolution(until(100))).toEqual({ kind: 'expired' });
  });

  it('is free when a person says that nothing was created, and asked twice it says so twice', async () => {
    await stage.store.claims.resolve(ref, { version: 1, kind: 'not-created', atMs: 1 });
    expect(await stage.activities.awaitResolution(until())).toEqual({ kind: 'not-created' });
    expect(await stage.activities.awaitResolution(until())).toEqual({ kind: 'not-created' });
    expect((await stage.store.claims.read(ref))?.settled).toMatchObject({ as: 'not-created' });
  });

  it('is paid again, in the generation that the person saw, once', async () => {
    await stage.store.claims.resolve(ref, { version: 1, kind: 'pay-again', generation: 2, atMs: 1 });
    for (let times = 0; times < 2; times++) {
      expect(await stage.activities.awaitResolution(until())).toEqual({ kind: 'pay-again', generation: 2 });
    }
    const again = await stage.activities.submit(stage.input(0, { generation: 2 }));
    expect(again).toMatchObject({ kind: 'created', generation: 2, attempt: 1 });
  });

  it('expires when the life of a task is over, and nothing was sent for it', async () => {
    expect(await stage.activities.awaitResolution(until(-1))).toEqual({ kind: 'expired' });
    expect(stage.sim.stats().posts).toBe(1);
  });

  it('may be sent again where keys are honoured: that is said and not done, and the recovery does it', async () => {
    await stage.close();
    stage = await openStage({ nodes: [shot('a', { onAmbiguous: 'same-key' })] });
    const { activities, sim } = stage;
    sim.fault({ match: { op: 'submit' }, count: 2, action: { do: 'reset', when: 'before' } });
    expect((await activities.submit(stage.input(0))).kind).toBe('unsure');
    expect(await activities.awaitResolution({ ...until(300), quiet: true })).toEqual({ kind: 'expired' });
    expect(await activities.awaitResolution(until())).toEqual({ kind: 'resend' });
    expect(sim.stats().posts).toBe(2);
    expect(await activities.recover(stage.input(0))).toMatchObject({ kind: 'created', attempt: 1 });
    expect(sim.ledger().tasks).toHaveLength(1);
  });

  it('ends at once when nobody wants it any more', async () => {
    const stopping = new AbortController();
    const pulse = () => ({ beat: () => undefined, cancelled: stopping.signal });
    const outcome = stage.as({ pulse }).awaitResolution(until());
    stopping.abort(new Error('cancelled'));
    await expect(outcome).rejects.toThrow('cancelled');
  });
});

it('a task that the vendor has lost stays unsure until it appears again', async () => {
  await stage.store.claims.created(ref, { version: 1, task, how: 'answer', acceptedAtMs: 5, vendorDate: '' });
  stage.sim.fault({ match: { op: 'poll' }, count: 2, action: { do: 'answer', status: 404 } });
  const outcome = await stage.activities.awaitResolution(until());
  expect(outcome).toMatchObject({ kind: 'created', task });
  expect(stage.sim.stats().polls).toBeGreaterThanOrEqual(1);
});
