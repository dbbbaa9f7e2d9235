import { afterEach, describe, expect, it } from 'vitest';
import type { FaultAction } from '../../simulator/index.ts';
import { accountOf, vendorAt } from './outside.ts';
import { openStage, type Stage, type StageOptions, shot } from './stage.ts';

let stage: Stage;
let task: string;
const open = async (options: StageOptions = {}) => {
  stage = await openStage({ sim: { cap: 20 }, ...options });
  const outcome = await stage.activities.submit(stage.input(0));
  task = outcome.kind === 'created' ? outcome.task : '';
  return stage;
};
afterEach(() => stage.close());
const polls = (action: FaultAction, count = 1) => stage.sim.fault({ match: { op: 'poll' }, count, action });
const settled = async () => (await stage.store.claims.ofPipeline('film'))[0]?.settled;
const identityOf = async (node: string) => (await stage.store.claims.ofNode('film', node))[0]?.identity ?? '';
const claimLater = { acceptedAtMs: Date.now() - 3_600_000 };

describe('a task', () => {
  it('is followed until it is completed', async () => {
    const { activities, wait } = await open();
    expect(await activities.awaitTask(wait(0, task))).toEqual({ kind: 'completed', cost: 102_000 });
    expect(await settled()).toBeUndefined();
  });

  it.each<[string, FaultAction]>([
    ['404 right after acceptance', { do: 'answer', status: 404 }],
    ['503', { do: 'answer', status: 503 }],
    ['429', { do: 'answer', status: 429 }],
    ['a reset', { do: 'reset' }],
    ['HTML', { do: 'answer', status: 200, body: '<html>' }],
    ['an unknown status', { do: 'patch', set: { status: 'dreaming' } }],
    ['one answer that says failed', { do: 'patch', set: { status: 'failed', cost: 0 } }],
    ['a state that goes backwards', { do: 'patch', set: { status: 'queued' } }],
    ['50 MB', { do: 'content', of: 'huge-json' }],
    ['a gzip bomb', { do: 'content', of: 'gzip-bomb' }],
  ])('is not given up for %s', async (_case, action) => {
    const { activities, wait } = await open();
    polls(action, 1);
    expect(await activities.awaitTask(wait(0, task))).toMatchObject({ kind: 'completed' });
  });

  it('that fails twice says why, and whether another attempt makes sense', async () => {
    const cases = [
      ['upstream_unavailable', 'x', 'UPSTREAM_UNAVAILABLE', true],
      ['upstream_rate_limited', 'x', 'UPSTREAM_BUSY', true],
      ['upstream_bad_request', 'no', 'UPSTREAM_REFUSED', false],
      ['task_failed', 'x', 'TASK_FAILED', true],
      ['task_failed', 'rejected by content moderation', 'CONTENT_REFUSED', false],
    ] as const;
    const { activities, wait, input, store } = await open({ nodes: cases.map((_, index) => shot(`n${index}`)) });
    for (const [node, [code, message, expected, again]] of cases.entries()) {
      const submitted = await activities.submit(input(node));
      const id = submitted.kind === 'created' ? submitted.task : '';
      const set = { status: 'failed', cost: 0, error: { code, message } };
      stage.sim.fault({ match: { op: 'poll', task: id }, count: 0, action: { do: 'patch', set } });
      expect(await activities.awaitTask(wait(node, id))).toEqual({ kind: 'failed', code: expected, cost: 0, again });
      const [state] = await store.claims.attempts('film', `n${node}`, await identityOf(`n${node}`), 1);
      expect(state?.settled).toMatchObject({ as: 'failed', code: expected, message, refunded: 102_000 });
      expect((await activities.submit(input(node))).attempt).toBe(2);
    }
  });

  it('that fails and is billed all the same is not made again by itself', async () => {
    const { activities, wait } = await open();
    polls({ do: 'patch', set: { status: 'failed', cost: 500 } }, 0);
    expect(await activities.awaitTask(wait(0, task))).toMatchObject({ kind: 'failed', cost: 500, again: false });
    expect(await settled()).toMatchObject({ as: 'failed', cost: 500, refunded: 101_500 });
    expect((await settled())?.assumed).toBeUndefined();
  });

  it.each([-1, 1e30, 0.5])(
    'that fails with a cost of %s keeps its price reserved and is not made again',
    async (cost) => {
      const { activities, wait } = await open();
      polls({ do: 'patch', set: { status: 'failed', cost } }, 0);
      const end = { kind: 'failed', cost: 102_000, again: false };
      expect(await activities.awaitTask(wait(0, task))).toMatchObject(end);
      const message = expect.stringContaining(`named a cost of ${cost} units`);
      expect(await settled()).toMatchObject({ as: 'failed', cost: 102_000, refunded: 0, message });
    },
  );

  it('that fails without any cost named is given back as far as anybody knows', async () => {
    const { activities, wait } = await open();
    polls({ do: 'patch', set: { status: 'failed' }, remove: ['cost'] }, 0);
    expect(await activities.awaitTask(wait(0, task))).toMatchObject({
      kind: 'failed',
      cost: 0,
      again: true,
      assumed: true,
    });
    expect(await settled()).toMatchObject({ as: 'failed', cost: 0, refunded: 102_000, assumed: true });
  });

  it.each([
    [0, true],
    [102_000, false],
  ])(
    'that is completed without a video is failed by the vendor; billed with %i units, made again: %s',
    async (cost, again) => {
      const { activities, wait } = await open();
      polls({ do: 'patch', set: { status: 'completed', 'result.videos': [], cost } }, 0);
      expect(await activities.awaitTask(wait(0, task))).toMatchObject({ kind: 'failed', code: 'NO_VIDEO', again });
    },
  );

  it('that is not found any more, or makes no sense for long, is unsure and never failed', async () => {
    const { activities, as, wait } = await open();
    polls({ do: 'answer', status: 404 }, 0);
    expect(await activities.awaitTask(wait(0, task, claimLater))).toEqual({ kind: 'unsure', code: 'TASK_LOST' });
    stage.sim.clearFaults();
    polls({ do: 'patch', set: { status: 'dreaming' } }, 0);
    const fast = as({}, { speed: 5_000 });
    expect(await fast.awaitTask(wait(0, task))).toEqual({ kind: 'unsure', code: 'TASK_UNREADABLE' });
    expect(await settled()).toBeUndefined();
  });

  it('pauses the account when the key is refused', async () => {
    const { activities, wait } = await open();
    polls({ do: 'answer', status: 401 });
    expect(await activities.awaitTask(wait(0, task))).toEqual({ kind: 'account', code: 'KEY_REFUSED' });
  });
});

describe('a changed account', () => {
  it('is followed with its new client when the old one is closed', async () => {
    const { as, wait, sim } = await open({ sim: { taskMs: 300 } });
    const [old, fresh] = [vendorAt(sim.apiUrl), vendorAt(sim.apiUrl)];
    let asked = 0;
    const accounts = as({ accountOf: async () => accountOf(asked++ === 0 ? old : fresh) });
    await old.close();
    expect(await accounts.awaitTask(wait(0, task))).toMatchObject({ kind: 'completed' });
    await fresh.close();
  });
});

describe('a slow task', () => {
  it('is late after its time, once, and then followed to its end', async () => {
    const { activities, wait, sim } = await open({ sim: { taskMs: 600 } });
    await sim.waitFor('processing');
    const over = { timeoutMs: 1, acceptedAtMs: Date.now() - 10 };
    expect(await activities.awaitTask(wait(0, task, over))).toEqual({ kind: 'late' });
    const later = wait(0, task, { ...over, late: true });
    expect(await activities.awaitTask(later)).toMatchObject({ kind: 'completed' });
  });

  it.each([
    ['its time is over', { timeoutMs: 1, acceptedAtMs: Date.now() - 10 }],
    ['its run was cancelled', { cancel: true }],
  ])('is cancelled while it is queued when %s, and a GET proves it', async (_case, over) => {
    const { activities, wait, sim } = await open({ sim: { taskMs: 100_000 } });
    expect(await activities.awaitTask(wait(0, task, over))).toEqual({ kind: 'cancelled', cost: 0 });
    expect(sim.ledger().tasks[0]?.billing).toBe('refunded');
    expect(await settled()).toMatchObject({ as: 'cancelled', refunded: 102_000 });
  });

  it('is not cancelled any more when it renders: it is paid, so it is awaited', async () => {
    const { activities, wait, sim } = await open({ sim: { taskMs: 500 } });
    await sim.waitFor('processing');
    expect(await activities.awaitTask(wait(0, task, { cancel: true }))).toMatchObject({ kind: 'completed' });
  });

  it('has left a cap that counts queued tasks once it is seen processing', async () => {
    const { as, wait, sim } = await open({ sim: { taskMs: 500 } });
    await sim.waitFor('processing');
    const queued = as({}, { counts: 'queued' });
    expect(await queued.awaitTask(wait(0, task))).toEqual({ kind: 'processing' });
    expect(await queued.awaitTask(wait(0, task, { processing: true }))).toMatchObject({ kind: 'completed' });
  });
});

it('failed tasks are asked once more, and those completed after all are named', async () => {
  const { activities, place, sim } = await open();
  await sim.waitFor('completed');
  const tasks = [
    { node: 0, task },
    { node: 1, task: 'no-such-task' },
  ];
  expect(await activities.recheck({ place, tasks })).toEqual([0]);
});
