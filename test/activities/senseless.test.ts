import { afterEach, expect, it } from 'vitest';
import { apiProfile } from '../../plan/profiles.ts';
import type { FaultAction, Op } from '../../simulator/index.ts';
import { openStage, type Stage } from './stage.ts';

// What a vendor says that nobody expects: it ends with a person or a pause, and never in a second payment.
let stage: Stage;
afterEach(() => stage.close());
const open = async () => {
  stage = await openStage({ sim: { cap: 20 } });
  return stage;
};
const submitted = async () => {
  const outcome = await stage.activities.submit(stage.input(0));
  return outcome.kind === 'created' ? outcome.task : '';
};
const always = (op: Op, action: FaultAction) => stage.sim.fault({ match: { op }, count: 0, action });
const error = (code: string, more: object = {}) => ({ error: { message: 'no', code, ...more } });

it.each<[string, FaultAction]>([
  ['a redirect', { do: 'answer', status: 301, headers: { location: 'http://127.0.0.1:1/' } }],
  ['a teapot', { do: 'answer', status: 418, body: 'short and stout' }],
  ['HTML', { do: 'answer', status: 200, body: '<html>' }],
  ['an unknown status', { do: 'patch', set: { status: 'dreaming' } }],
  ['too much', { do: 'content', of: 'huge-json' }],
])(
  'a task whose vendor answers %s for long needs a person, and is followed again when it makes sense',
  async (_case, action) => {
    const { as, wait, sim, input, activities } = await open();
    const task = await submitted();
    always('poll', action);
    const fast = as({}, { speed: 5_000 });
    expect(await fast.awaitTask(wait(0, task))).toEqual({ kind: 'unsure', code: 'TASK_UNREADABLE' });
    // Asked for again, the claim is met and its task is taken: nothing is sent.
    expect(await activities.submit(input(0))).toMatchObject({ kind: 'created', task });
    sim.clearFaults();
    expect(await activities.awaitTask(wait(0, task))).toMatchObject({ kind: 'completed' });
    expect(sim.stats().posts).toBe(1);
  },
);

it('a paid file whose task makes no sense any more needs a person, and is fetched when it does', async () => {
  const { as, activities, sim, input } = await open();
  const task = await submitted();
  await sim.waitFor('completed');
  const fast = as({}, { speed: 5_000 });
  for (const set of [{ status: 'dreaming' }, { status: 'queued' }]) {
    always('poll', { do: 'patch', set });
    expect(await fast.download({ ...input(0), task })).toEqual({ kind: 'blocked', code: 'TASK_UNREADABLE' });
    sim.clearFaults();
  }
  expect(await activities.download({ ...input(0), task })).toMatchObject({ kind: 'saved' });
  expect(sim.stats().posts).toBe(1);
});

it('a used-up window is waited for as a whole, a rate limit by its node alone', async () => {
  const { activities, sim, input } = await open();
  const resetMs = Math.ceil(Date.now() / 1_000 + 7_200) * 1_000;
  const window = error('quota_window_exceeded', { window: '1d', used: 9, cap: 9, reset_at: resetMs / 1_000 });
  sim.fault({ match: { op: 'submit' }, action: { do: 'answer', status: 429, body: window } });
  expect(await activities.submit(input(0))).toMatchObject({ kind: 'refused', code: 'WINDOW_USED', untilMs: resetMs });
  sim.fault({ match: { op: 'submit' }, action: { do: 'answer', status: 429, body: error('rate_limit') } });
  expect(await activities.submit(input(0, { attempt: 2 }))).toMatchObject({ kind: 'refused', code: 'VENDOR_BUSY' });
  expect(await activities.submit(input(0, { attempt: 3 }))).toMatchObject({ kind: 'created', attempt: 3 });
  expect(sim.ledger().tasks).toHaveLength(1);
});

it.each([
  ['Prompt rejected by content moderation', 'CONTENT_REFUSED'],
  ['duration must be an integer from 3 to 15', 'REQUEST_REFUSED'],
])('a request that is refused with "%s" is never tried again by itself', async (message, code) => {
  const { activities, sim, input, store } = await open();
  const body = { error: { message, code: 'invalid_request' } };
  sim.fault({ match: { op: 'submit' }, action: { do: 'answer', status: 400, body } });
  expect(await activities.submit(input(0))).toMatchObject({ kind: 'rejected', code });
  expect((await store.claims.ofPipeline('film'))[0]?.settled).toMatchObject({ as: 'not-created', code, message });
});

it('an account is asked whether its key works and what is left, as far as its API tells', async () => {
  const { activities, as, sim } = await open();
  const ask = (of = activities) => of.checkAccount({ account: 'acc' });
  sim.change({ grantedQuota: 1_234_567 });
  expect(await ask()).toMatchObject({ key: 'works', available: 1_234_567 });
  expect(await ask(as({}, { api: apiProfile('qingbo-seed-2026-04') }))).toMatchObject({
    key: 'works',
    available: null,
  });
  always('balance', { do: 'answer', status: 500, body: 'oops' });
  expect(await ask()).toMatchObject({ key: 'works', available: null });
  always('poll', { do: 'answer', status: 503 });
  expect(await ask()).toMatchObject({ key: 'unknown', available: null });
  sim.clearFaults();
  sim.change({ keys: ['another'] });
  expect(await ask()).toMatchObject({ key: 'refused', available: null });
  expect(await ask(as({ accountOf: async () => undefined }))).toMatchObject({ key: 'refused', available: null });
  expect(sim.stats().posts).toBe(0);
});
