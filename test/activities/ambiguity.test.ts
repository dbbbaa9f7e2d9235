import { afterEach, describe, expect, it } from 'vitest';
import { type Account, bootMs } from '../../activities/index.ts';
import { decideSend } from '../../activities/send-fence.ts';
import { apiProfile } from '../../plan/profiles.ts';
import type { FaultAction } from '../../simulator/index.ts';
import { twinsOf } from '../../store/index.ts';
import { KEY, openStage, type Stage, type StageOptions, shot } from './stage.ts';

let stage: Stage;
const open = async (options: StageOptions = {}) => {
  stage = await openStage(options);
  return stage;
};
afterEach(() => stage.close());
const accepted = () => stage.sim.ledger().tasks.length;
const spoil = (action: FaultAction, count = 1) => stage.sim.fault({ match: { op: 'submit' }, count, action });
const sameKey = { nodes: [shot('a', { onAmbiguous: 'same-key' })] } as const;
const LOST: FaultAction = { do: 'reset', when: 'after' };
const NEVER_CAME: FaultAction = { do: 'reset', when: 'before' };

describe('an answer that proves nothing', () => {
  it.each<[string, FaultAction]>([
    ['a reset after acceptance', LOST],
    ['a reset before', NEVER_CAME],
    ['no answer', { do: 'silence', when: 'after' }],
    ['HTTP 503', { do: 'answer', status: 503, when: 'after' }],
    ['HTML', { do: 'answer', status: 200, body: '<html>', when: 'after' }],
    ['no task id', { do: 'patch', remove: ['task_id'] }],
  ])('%s: the node is unsure, and whoever asks again sends nothing', async (_case, action) => {
    const { activities, input } = await open();
    spoil(action);
    expect(await activities.submit(input(0))).toMatchObject({ kind: 'unsure', reserved: 102_000 });
    expect(await activities.submit(input(0))).toMatchObject({ kind: 'unsure', attempt: 1 });
    expect(await activities.recover(input(0))).toMatchObject({ kind: 'unsure', attempt: 1 });
    expect(accepted()).toBeLessThanOrEqual(1);
  });

  it('keeps slot and price until the life of a task is over', async () => {
    const { activities, input } = await open();
    spoil(LOST);
    const outcome = await activities.submit(input(0));
    const life = apiProfile('simulator').taskLifeMs;
    expect(outcome.kind === 'unsure' && Math.round((outcome.untilMs - Date.now()) / 60_000)).toBe(life / 60_000);
  });

  it.each([LOST, NEVER_CAME])('is sent again with the same key where the vendor honours it: $when', async (action) => {
    const { activities, input, sim } = await open(sameKey);
    spoil(action);
    const outcome = await activities.submit(input(0));
    expect(outcome).toMatchObject({ kind: 'created', task: sim.ledger().tasks[0]?.taskId });
    expect(accepted()).toBe(1);
    const [state] = await stage.store.claims.ofPipeline('film');
    expect(state?.created).toMatchObject({ how: 'same-key' });
    const { body, idempotencyKey } = { body: '', idempotencyKey: '', ...state?.claim };
    expect(sim.ledger().tasks[0]).toMatchObject({ bodySha256: body, idempotencyKey });
  });

  it.each([429, 400, 401, 500])('stays ambiguous when the resend is refused with %s', async (status) => {
    const { activities, input } = await open(sameKey);
    spoil(LOST);
    stage.sim.fault({ match: { op: 'submit', nth: 1 }, action: { do: 'answer', status, when: 'before' } });
    expect((await activities.submit(input(0))).kind).toBe('unsure');
    expect((await stage.store.claims.ofPipeline('film'))[0]?.settled).toBeUndefined();
    expect(accepted()).toBe(1);
  });

  it.each<[string, Partial<Account>]>([
    [
      'does not honour keys',
      { api: { ...apiProfile('simulator'), idempotency: { honoured: false, windowMs: 86_400_000 } } },
    ],
    ['is another account', { id: 'other' }],
    ['speaks another generation', { api: apiProfile('qingbo-2026-06') }],
  ])('is not sent again where the vendor %s', async (_case, account) => {
    const { activities, as, input, sim } = await open(sameKey);
    spoil(LOST, 2);
    expect((await activities.submit(input(0))).kind).toBe('unsure');
    expect((await as({}, account).recover(input(0))).kind).toBe('unsure');
    expect(sim.stats().posts).toBe(2);
    expect(await activities.recover(input(0))).toMatchObject({ kind: 'created' });
    expect(accepted()).toBe(1);
  });

  it.each<[string, number, number, number?]>([
    ['half the window is over', 200_000, 200_000, 300_000],
    ['half of a day is over', 13 * 3_600_000, 13 * 3_600_000],
    ['our clock was set back a day', -24 * 3_600_000, 0],
    ['our clock was set back, so that an old key looks young', 0, 13 * 3_600_000],
    ['our clock was set forward', 600_000, 0],
    ['the time since the start says otherwise', 0, -3_600_000],
    ["our clock and the vendor's disagree", 3_600_000, 3_600_000],
  ])('is not sent again when %s', async (_case, wallOffMs, bootOffMs, windowMs = 86_400_000) => {
    const { activities, as, input, sim } = await open(sameKey);
    spoil(LOST, 2);
    await activities.submit(input(0));
    const clock = {
      wallMs: () => Date.now() + wallOffMs,
      monotonicMs: () => performance.now(),
      bootMs: () => bootMs() + bootOffMs,
    };
    const api = { ...apiProfile('simulator'), idempotency: { honoured: true, windowMs } };
    expect((await as({ clock }, { api }).recover(input(0))).kind).toBe('unsure');
    expect(sim.stats().posts).toBe(2);
  });

  it('reports a task made by the resend as a possible twin, and the account sends nothing twice any more', async () => {
    const nodes = [shot('a', { onAmbiguous: 'same-key' }), shot('b', { onAmbiguous: 'same-key' })];
    const { activities, input, sim } = await open({ nodes, sim: { idempotency: 'ignore' } });
    spoil(LOST, 1);
    // The resend is accepted a minute after the last moment of the first send.
    const created_at = Date.now() + 70_000;
    sim.fault({ match: { op: 'submit' }, action: { do: 'patch', set: { created_at } } });
    const twin = { reserved: 102_000, untilMs: expect.any(Number) };
    const first = await activities.submit(input(0));
    expect(first).toMatchObject({ kind: 'created', reserved: 102_000, twin });
    expect(await activities.recover(input(0)), 'whoever takes it up again reserves for both').toEqual(first);
    const task = first.kind === 'created' ? first.task : '';
    const [reported, ...others] = await twinsOf(stage.store, { pipeline: 'film' });
    expect([reported, others]).toMatchObject([{ ...twin, task, account: 'acc', key: KEY, sent: true }, []]);
    expect((await activities.census({ account: 'acc' })).runs).toMatchObject({ [KEY]: { live: 2 } });
    spoil(LOST, 1);
    expect((await activities.submit(input(1))).kind).toBe('unsure');
    expect(sim.stats().posts).toBe(3);
  });
});

it('a second task for one claim is written down with both names, reserved for, and ends the trust in keys', async () => {
  const { as, activities, input, sim, store } = await open({ ...sameKey, sim: { idempotency: 'ignore' } });
  spoil(LOST, 1);
  // The first send's answer is written down by a process that woke up, while the second send is on its way.
  const late = async (...[ref, second]: Parameters<typeof store.claims.created>) => {
    const first = sim.ledger().tasks[0]?.taskId ?? '';
    await store.claims.created(ref, { version: 1, task: first, how: 'answer', acceptedAtMs: 5, vendorDate: '' });
    return store.claims.created(ref, second);
  };
  const raced = { ...store, claims: { ...store.claims, created: late } };
  const outcome = await as({ storeOf: async () => raced }).submit(input(0));
  const [first, second] = sim.ledger().tasks.map(({ taskId }) => taskId);
  const twin = { reserved: 102_000, untilMs: expect.any(Number) };
  expect(outcome).toMatchObject({ kind: 'created', task: first, flags: ['twin'], twin });
  expect(await twinsOf(store, { pipeline: 'film' })).toMatchObject([
    { task: first, second, account: 'acc', sent: true },
  ]);
  expect(await activities.recover(input(0)), 'whoever takes it up').toMatchObject({
    kind: 'created',
    task: first,
    twin,
  });
  expect(sim.ledger().tasks).toHaveLength(2);
});

describe('a process that wakes up late', () => {
  it('does not prove "not sent" for a claim that was sent again meanwhile', async () => {
    const { as, input, sim } = await open(sameKey);
    spoil(LOST);
    const { store } = stage;
    // Asleep between claim and send; meanwhile another process resends the claim. The fence remembers it.
    const sleeping = {
      ...store,
      claims: {
        ...store.claims,
        isClosed: async () => {
          const [state] = await store.claims.ofPipeline('film');
          if (state === undefined) throw new Error('no claim');
          await decideSend(store, state.ref, 'resend');
          return false;
        },
      },
    };
    let calls = 0;
    const clock = {
      wallMs: () => Date.now() + (calls++ > 0 ? 60_000 : 0),
      monotonicMs: () => performance.now(),
      bootMs,
    };
    const outcome = await as({ storeOf: async () => sleeping, clock }).submit(input(0));
    expect(outcome.kind).toBe('unsure');
    expect((await store.claims.ofPipeline('film'))[0]?.settled).toBeUndefined();
    expect(sim.stats().posts).toBe(0);
  });

  it('finds that nobody may send again once it has proven that it did not', async () => {
    const { activities, input, store } = await open(sameKey);
    spoil(LOST, 2);
    await activities.submit(input(0));
    const [state] = await store.claims.ofPipeline('film');
    if (state === undefined) throw new Error('no claim');
    expect(await decideSend(store, state.ref, 'not-created')).toBe('resend');
    expect(await decideSend(store, { ...state.ref, attempt: 9 }, 'not-created')).toBe('not-created');
    expect(await decideSend(store, { ...state.ref, attempt: 9 }, 'resend')).toBe('not-created');
  });
});
