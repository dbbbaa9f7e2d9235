import { afterEach, describe, expect, it } from 'vitest';
import { apiProfile } from '../../plan/profiles.ts';
import type { ClaimRef } from '../../store/index.ts';
import { type CalledBack, callBack } from './called-back.ts';
import { openStage, type Stage, shot } from './stage.ts';

let stage: Stage;
let called: CalledBack;
afterEach(async () => {
  await called.listener.close();
  await stage.close();
});

/** The first shot's answer is lost after it was accepted; the vendor honours no keys, so only a callback can help. */
const open = async () => {
  stage = await openStage({ nodes: [shot('a'), shot('b', { fields: FINAL })], sim: { taskMs: 60_000, cap: 20 } });
  called = await callBack(stage, { at: 'https://studio.example', account: { speed: 100 } });
  stage.sim.fault({ match: { op: 'submit' }, action: { do: 'reset', when: 'after' } });
  expect(await called.activities.submit(stage.input(0))).toMatchObject({ kind: 'unsure' });
  const ref = await refOf('a');
  return { ref, token: called.tokenOf(ref), task: stage.sim.ledger().tasks[0]?.taskId ?? '' };
};
const FINAL = { model: 'skyreels-v4-std', prompt: 'b', duration: 3, resolution: '480p' };
const refOf = async (node: string): Promise<ClaimRef> => {
  const [ref] = await stage.store.claims.ofNode('film', node);
  if (ref === undefined) throw new Error('no claim');
  return ref;
};
const wait = (ms: number) => called.activities.awaitResolution({ ...stage.input(0), untilMs: Date.now() + ms });
const created = async (ref: ClaimRef) => (await stage.store.claims.read(ref))?.created;

describe('a task that a callback claims for an unsure attempt', () => {
  it('is taken when a GET proves it, while the run waits', async () => {
    const { ref, token, task } = await open();
    const waiting = wait(60_000);
    expect(await called.post(token, { task_id: task, event: 'succeeded' })).toBe(204);
    expect(await waiting).toMatchObject({ kind: 'created', task });
    expect(await created(ref)).toMatchObject({ task, how: 'adopted' });
  });

  it('is taken by the next run, too', async () => {
    const { token, task } = await open();
    await called.post(token, { id: 'event-1', data: { task_id: task } });
    expect(await called.activities.submit(stage.input(0))).toMatchObject({ kind: 'created', task, attempt: 1 });
    expect(stage.sim.ledger().tasks).toHaveLength(1);
  });

  it('is taken where the API calls every action by one name', async () => {
    const fields = { ...FINAL, first_frame_image: 'https://media.example/a.png' };
    stage = await openStage({ nodes: [shot('a', { fields })], sim: { taskMs: 60_000, api: 'qingbo-2026-06' } });
    const account = { speed: 100, api: apiProfile('qingbo-2026-06') };
    called = await callBack(stage, { at: 'https://studio.example', account });
    stage.sim.fault({ match: { op: 'submit' }, action: { do: 'reset', when: 'after' } });
    expect(await called.activities.submit(stage.input(0))).toMatchObject({ kind: 'unsure' });
    const ref = await refOf('a');
    expect((await stage.store.claims.read(ref))?.claim).toMatchObject({ action: 'image2video' });
    const task = stage.sim.ledger().tasks[0]?.taskId;
    await called.post(called.tokenOf(ref), { task_id: task });
    expect(await wait(60_000)).toMatchObject({ kind: 'created', task });
  });

  it('and that comes before the answer to the POST changes nothing', async () => {
    stage = await openStage({ nodes: [shot('a')], sim: { taskMs: 60_000 } });
    called = await callBack(stage, { at: 'https://studio.example' });
    stage.sim.fault({ match: { op: 'submit' }, action: { do: 'hold', when: 'after' } });
    const submitting = called.activities.submit(stage.input(0));
    await stage.sim.waitFor('held');
    const task = stage.sim.ledger().tasks[0]?.taskId ?? '';
    const ref = await refOf('a');
    expect(await called.post(called.tokenOf(ref), { task_id: task })).toBe(204);
    stage.sim.release();
    expect(await submitting).toMatchObject({ kind: 'created', task });
    expect(await created(ref)).toMatchObject({ how: 'answer' });
  });

  it('is not taken when nobody knows it, when another claim owns it, or when it is another model', async () => {
    const { ref, token } = await open();
    const std = await called.activities.submit(stage.input(1));
    const stranger = std.kind === 'created' ? std.task : '';
    expect(await called.post(token, { task_id: 'task-of-nobody', id: stranger })).toBe(204);
    expect(await wait(300)).toEqual({ kind: 'expired' });
    expect(await created(ref)).toBeUndefined();
    expect(called.logged.join('\n')).toContain('its model is skyreels-v4-std');
  });

  it('is not taken from its own claim by another of the same kind', async () => {
    stage = await openStage({ nodes: [shot('a'), shot('b')], sim: { taskMs: 60_000, cap: 20 } });
    called = await callBack(stage, { at: 'https://studio.example', account: { speed: 100 } });
    const known = await called.activities.submit(stage.input(1));
    const taken = known.kind === 'created' ? known.task : '';
    stage.sim.fault({ match: { op: 'submit' }, action: { do: 'reset', when: 'after' } });
    await called.activities.submit(stage.input(0));
    const ref = await refOf('a');
    const real = stage.sim.ledger().tasks.find(({ taskId }) => taskId !== taken)?.taskId;
    await called.post(called.tokenOf(ref), { task_id: taken });
    expect(await wait(300)).toEqual({ kind: 'expired' });
    await called.post(called.tokenOf(ref), { task_id: real });
    expect(await wait(60_000)).toMatchObject({ kind: 'created', task: real });
  });

  it('is one of a few: what names more is noise', async () => {
    const { ref, token, task } = await open();
    for (let n = 0; n < 12; n += 1) await called.post(token, { task_id: `noise-${n}` });
    expect((await stage.store.objects.list('called')).length).toBe(8);
    expect(await created(ref)).toBeUndefined();
    await stage.store.claims.resolve(ref, { version: 1, kind: 'task', task, atMs: Date.now() });
    expect(await wait(60_000)).toMatchObject({ kind: 'created', task });
  });
});
