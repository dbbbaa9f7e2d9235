import { afterEach, describe, expect, it } from 'vitest';
import type { Activities } from '../../plan/activity.ts';
import { type OpenClaim, reportTwin } from '../../store/index.ts';
import { callBack } from './called-back.ts';
import { vendorAt } from './outside.ts';
import { KEY, openStage, type Stage, type StageOptions } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const FAILED = { status: 'failed', cost: 0 } as const;

/** A node whose request was sent twice, the same bytes, and accepted twice: `first` is followed, `second` is not. */
async function sentTwice(options: StageOptions & { readonly unnamed?: true } = {}, activities?: Activities) {
  const opened = activities === undefined;
  if (opened) stage = await openStage(options);
  const submitted = await (activities ?? stage.activities).submit(stage.input(0));
  const first = submitted.kind === 'created' ? submitted.task : '';
  const paid = await claim();
  const body = await stage.store.bodies.get(paid.claim.body);
  const vendor = vendorAt(stage.sim.apiUrl);
  const again = await vendor.submit({ body: body ?? new Uint8Array(), idempotencyKey: 'another', maySend: () => true });
  await vendor.close();
  const second = again.kind === 'created' ? again.task : '';
  const { reserved, unsureUntilMs: untilMs } = paid.claim;
  const twin = { ref: paid.ref, account: 'acc', key: KEY, task: first, reserved, untilMs, sent: true };
  await reportTwin(stage.store, options.unnamed ? twin : { ...twin, second });
  const fails = (task: string) =>
    stage.sim.fault({ match: { op: 'poll', task }, count: 0, action: { do: 'patch', set: FAILED } });
  return { first, second, ref: paid.ref, fails };
}

async function claim(): Promise<OpenClaim> {
  const [state] = await stage.store.claims.ofPipeline('film');
  if (state?.claim.kind !== 'intent') throw new Error('no claim');
  return { ...state, claim: state.claim };
}

async function made() {
  const records = await stage.store.records.of('film', 'a');
  return records.map(({ task, cost, generation, attempt }) => ({ task, cost, generation, attempt }));
}

describe('the file of a second task for one payment', () => {
  it('is taken where the task that was followed fails: the node is not paid for again', async () => {
    const { first, second, fails } = await sentTwice();
    fails(first);
    const { activities, input, sim } = stage;
    expect(await activities.awaitTask(stage.wait(0, first))).toEqual({ kind: 'completed', cost: 102_000 });
    expect((await claim()).settled, 'the payment is open until the file is here').toBeUndefined();
    expect(await activities.download({ ...input(0), task: first })).toMatchObject({ kind: 'saved', second: true });
    expect(await made()).toEqual([{ task: second, cost: 102_000, generation: 1, attempt: 1 }]);
    expect((await claim()).settled).toMatchObject({ as: 'made', cost: 102_000 });
    expect(await activities.download({ ...input(0), task: first }), 'asked again').toMatchObject({ second: true });
    expect(sim.stats().posts).toBe(2);
  });

  it('is waited for while it renders', async () => {
    const { first, fails } = await sentTwice({ sim: { taskMs: 100_000 } });
    fails(first);
    const { activities, sim } = stage;
    const waiting = activities.awaitTask(stage.wait(0, first));
    expect(await sim.waitFor('polled', 3), 'the first one twice, then the second').toBe(true);
    sim.advance(200_000);
    expect(await waiting).toMatchObject({ kind: 'completed' });
  });

  it('is not waited for where it fails, too; where it cannot be found the node is not made again by itself', async () => {
    const { first, second, fails } = await sentTwice();
    fails(first);
    stage.sim.fault({ match: { op: 'poll', task: second }, count: 0, action: { do: 'answer', status: 404 } });
    const acceptedAtMs = Date.now() - 120_000;
    const wait = () => stage.activities.awaitTask(stage.wait(0, first, { acceptedAtMs }));
    expect(await wait()).toMatchObject({ kind: 'failed', again: false });
    stage.sim.clearFaults();
    fails(first);
    fails(second);
    expect(await wait()).toMatchObject({ kind: 'failed', cost: 0, again: true });
  });

  it('is taken at the end of a run, when it was completed after the other had failed', async () => {
    const { first, second, fails } = await sentTwice();
    fails(first);
    fails(second);
    const { activities, input, place, sim } = stage;
    await activities.awaitTask(stage.wait(0, first));
    const tasks = [{ node: 0, task: first }];
    expect(await activities.recheck({ place, tasks })).toEqual([]);
    sim.clearFaults();
    fails(first);
    expect(await activities.recheck({ place, tasks })).toEqual([0]);
    expect(await activities.download({ ...input(0), task: first })).toMatchObject({ kind: 'saved', second: true });
    expect(await made()).toMatchObject([{ task: second }]);
    expect(sim.stats().posts).toBe(2);
  });

  it('is taken where that of the other is lost', async () => {
    const { first, second } = await sentTwice();
    await stage.sim.waitFor('completed', 2);
    stage.sim.fault({ match: { op: 'download', task: first }, count: 0, action: { do: 'answer', status: 404 } });
    expect(await stage.activities.download({ ...stage.input(0), task: first })).toMatchObject({ kind: 'saved' });
    expect(await made()).toMatchObject([{ task: second }]);
  });

  it('is taken by the sweep of a dead run', async () => {
    const { first, second, fails } = await sentTwice();
    await stage.sim.waitFor('completed', 2);
    fails(first);
    const engine = { isOpen: async () => false, startAccount: async () => undefined };
    const suspects = [{ key: KEY, id: 'run/x/film' }];
    await stage.as({ engine }).sweep({ account: 'acc', suspects });
    expect(await made()).toMatchObject([{ task: second }]);
  });

  it('is of no use where the node has one: the record stands, whatever is downloaded', async () => {
    const { first } = await sentTwice();
    await stage.sim.waitFor('completed', 2);
    const { activities, input } = stage;
    expect(await activities.download({ ...input(0), task: first })).not.toHaveProperty('second');
    stage.sim.fault({ match: { op: 'poll', task: first }, count: 0, action: { do: 'patch', set: FAILED } });
    const sha256 = (await stage.store.records.of('film', 'a'))[0]?.sha256;
    expect(await activities.download({ ...input(0), task: first })).toMatchObject({ kind: 'saved', sha256 });
    expect(await made()).toMatchObject([{ task: first }]);
  });

  it('is taken by the name that only a callback told, once a GET has proven it', async () => {
    stage = await openStage();
    const called = await callBack(stage, { at: 'https://studio.example', account: { speed: 1_000 } });
    const { first, second, ref, fails } = await sentTwice({ unnamed: true }, called.activities);
    fails(first);
    for (const task_id of ['task-of-nobody', second]) await called.post(called.tokenOf(ref), { task_id });
    expect(await called.activities.awaitTask(stage.wait(0, first))).toMatchObject({ kind: 'completed' });
    await called.activities.download({ ...stage.input(0), task: first });
    expect(await made()).toMatchObject([{ task: second }]);
    await called.listener.close();
  });
});
