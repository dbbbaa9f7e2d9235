import { afterEach, describe, expect, it } from 'vitest';
import { bootMs } from '../../activities/index.ts';
import { costEntries } from '../../cli/session/cost-entries.ts';
import type { Json } from '../../plan/json.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { reasonsOf, StoreError } from '../../store/index.ts';
import { vendorAt } from './outside.ts';
import { KEY, make, openStage, type Stage, type StageOptions, shot } from './stage.ts';

let stage: Stage;
const open = async (options: StageOptions = {}) => {
  stage = await openStage(options);
  return stage;
};
afterEach(() => stage.close());
const accepted = () => stage.sim.ledger().tasks.length;
const answer = (status: number, body: Json, headers = {}) =>
  stage.sim.fault({ match: { op: 'submit' }, action: { do: 'answer', status, body, headers, when: 'before' } });
const claims = async () => stage.store.claims.ofPipeline('film');

describe('submit', () => {
  it('claims the payment, sends it once and names the task', async () => {
    const { activities, input, store, sim } = await open();
    const outcome = await activities.submit(input(0));
    expect(outcome).toMatchObject({ kind: 'created', attempt: 1, generation: 1, reserved: 102_000 });
    const [state] = await claims();
    expect(state?.claim).toMatchObject({ kind: 'intent', key: KEY, account: 'acc', model: 'skyreels-v4-fast' });
    const [task] = sim.ledger().tasks;
    expect(outcome).toMatchObject({ task: task?.taskId });
    expect(state?.created).toMatchObject({ task: task?.taskId, how: 'answer' });
    expect(state?.claim).toMatchObject({ idempotencyKey: task?.idempotencyKey, body: task?.bodySha256 });
    expect(await store.claims.openOf(KEY)).toHaveLength(1);
    expect(await store.claims.claimTask('acc', task?.taskId ?? '', state?.ref ?? never())).toBe(true);
  });

  it('asked twice, or twice at once, pays once and names the same task', async () => {
    const { activities, as, input } = await open();
    const outcomes = await Promise.all([
      activities.submit(input(0)),
      activities.submit(input(0)),
      as({}).submit(input(0)),
    ]);
    const again = await activities.submit(input(0));
    expect(accepted()).toBe(1);
    expect(again.kind).toBe('created');
    for (const outcome of outcomes) expect(['created', 'unsure', 'not-sent']).toContain(outcome.kind);
  });

  it('gives each attempt an idempotency key of its own', async () => {
    const { activities, input, sim } = await open();
    answer(429, { error: {} });
    await activities.submit(input(0));
    await activities.submit(input(0));
    const [first, second] = await claims();
    expect(first?.claim).not.toMatchObject({
      idempotencyKey: second?.claim.kind === 'intent' ? second.claim.idempotencyKey : '',
    });
    expect(sim.ledger().tasks[0]?.idempotencyKey).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    [429, {}, { kind: 'refused', code: 'VENDOR_BUSY' }],
    [400, { error: { message: 'bad' } }, { kind: 'rejected', code: 'REQUEST_REFUSED' }],
    [401, {}, { kind: 'account', code: 'KEY_REFUSED' }],
    [402, {}, { kind: 'account', code: 'NO_BALANCE' }],
    [500, { error: { code: 'price_not_configured' } }, { kind: 'rejected', code: 'PRICE_MISSING' }],
  ])('HTTP %s settles the attempt, and the next one is a new attempt', async (status, body, expected) => {
    const { activities, input } = await open();
    answer(status, body);
    expect(await activities.submit(input(0))).toMatchObject({ attempt: 1, ...expected });
    expect((await claims())[0]?.settled).toMatchObject({ as: 'not-created', code: expected.code });
    expect(await activities.recover(input(0))).toMatchObject({ attempt: 1, ...expected });
    expect(await activities.submit(input(0))).toMatchObject({ kind: 'created', attempt: 2 });
  });

  it('waits as long as the vendor asks', async () => {
    const { activities, input } = await open();
    answer(429, {}, { 'Retry-After': '60' });
    const outcome = await activities.submit(input(0));
    expect(outcome.kind === 'refused' && outcome.untilMs - Date.now()).toBeGreaterThan(50_000);
  });

  it('sends nothing after the deadline of its claim, by either clock', async () => {
    const { as, input } = await open();
    let asked = 0;
    // The machine slept between the claim and the connection: the wall clock has jumped.
    const jumping = { wallMs: () => Date.now() + (asked++ > 0 ? 60_000 : 0), monotonicMs: () => 0, bootMs };
    expect(await as({ clock: jumping }).submit(input(0))).toMatchObject({ kind: 'not-sent', code: 'NOT_SENT' });
    let ticks = 0;
    const stopped = { wallMs: () => 1_000, monotonicMs: () => (ticks++ > 0 ? 60_000 : 0), bootMs };
    expect(await as({ clock: stopped }).submit(input(0))).toMatchObject({ kind: 'not-sent', attempt: 2 });
    expect(accepted()).toBe(0);
  });

  it('stands down when its run was closed after the claim', async () => {
    const { activities, input, store } = await open();
    await store.claims.close(KEY);
    expect(await activities.submit(input(0))).toMatchObject({ kind: 'closed' });
    expect((await claims())[0]?.settled).toMatchObject({ as: 'not-created', code: 'RUN_CLOSED' });
    expect(accepted()).toBe(0);
  });

  it('stands down when its claim was voided before', async () => {
    const { activities, input } = await open();
    expect(await activities.recover(input(0))).toMatchObject({ kind: 'not-sent', attempt: 1 });
    expect(await activities.submit(input(0))).toMatchObject({ kind: 'created', attempt: 2 });
  });

  it('names the task even when nothing can be written any more', async () => {
    const { as, input, store } = await open();
    const full = () => Promise.reject(new Error('ENOSPC'));
    const broken = { ...store, claims: { ...store.claims, created: full, claimTask: full } };
    const outcome = await as({ storeOf: async () => broken }).submit(input(0));
    expect(outcome).toMatchObject({ kind: 'created', flags: ['created-not-written', 'index-not-written'] });
  });

  it('does not take a task that belongs to another claim', async () => {
    const { activities, input, sim } = await open({ nodes: [shot('a'), shot('b')] });
    const first = await activities.submit(input(0));
    const task_id = first.kind === 'created' ? first.task : '';
    sim.fault({ match: { op: 'submit' }, action: { do: 'patch', set: { task_id } } });
    expect(await activities.submit(input(1))).toMatchObject({ kind: 'unsure', reserved: 102_000 });
  });

  it('is awaited by its own recovery when only a heartbeat was lost', async () => {
    const { as, input, sim } = await open();
    const provider = vendorAt(sim.apiUrl, 20_000);
    const activities = as({}, { provider });
    sim.fault({ match: { op: 'submit' }, action: { do: 'hold', when: 'after' } });
    const own = activities.submit(input(0));
    await sim.waitFor('held');
    const recovered = activities.recover(input(0));
    // So long that a recovery which does not wait has looked into the store and is done.
    for (let looks = 0; looks < 30; looks += 1) await claims();
    sim.release();
    expect(await own).toMatchObject({ kind: 'created' });
    expect(await recovered).toEqual(await own);
    await provider.close();
  });

  it('is not ended by a cancel: what is claimed is sent and answered', async () => {
    const { as, input } = await open();
    const pulse = () => ({ beat: () => undefined, cancelled: AbortSignal.abort(new Error('cancelled')) });
    expect(await as({ pulse }).submit(input(0))).toMatchObject({ kind: 'created' });
  });

  it('finds its open claim even when the request breaks a rule by now', async () => {
    const { activities, as, input } = await open();
    const created = await activities.submit(input(0));
    const strict = as({}, { api: { ...apiProfile('simulator'), models: [] } });
    expect(await strict.submit(input(0))).toEqual(created);
    expect(await strict.recover(input(0))).toEqual(created);
  });

  it('pauses the account when the disk is full, and nothing is sent', async () => {
    const { activities, as, input, store } = await open();
    const full = () => Promise.reject(new StoreError('UNWRITABLE', 'claims', 'ENOSPC'));
    for (const broken of [
      { ...store, bodies: { ...store.bodies, put: full } },
      { ...store, claims: { ...store.claims, open: full, settle: full } },
    ]) {
      const outcome = await as({ storeOf: async () => broken }).submit(input(0));
      expect(outcome).toMatchObject({ kind: 'account', code: 'DISK_FULL' });
    }
    expect(accepted()).toBe(0);
    expect(await activities.submit(input(0))).toMatchObject({ kind: 'created' });
  });

  it('counts no attempt that the vendor did not take among what was planned', async () => {
    const { activities, input, store, sim } = await open();
    await store.runs.begin('film', { ...RUN, plan: input(0).place.plan, decisions: input(0).place.decisions });
    sim.fault({ match: { op: 'submit' }, action: { do: 'answer', status: 402 } });
    expect(await activities.submit(input(0))).toMatchObject({ kind: 'account', code: 'NO_BALANCE' });
    expect(await costEntries(store, 0)).toEqual([]);
    expect(await activities.submit(input(0))).toMatchObject({ kind: 'created' });
    expect(await costEntries(store, 0)).toMatchObject([{ planned: 102_000, spent: 0 }]);
  });

  it('concludes nothing from another store than its run was started in', async () => {
    const { activities, input, place } = await open();
    const elsewhere = { place: { ...place, store: 'another' } };
    expect(await activities.submit(input(0, elsewhere))).toMatchObject({ kind: 'account', code: 'STORE_UNREADABLE' });
    expect(accepted()).toBe(0);
  });

  it('finds a broken rule that is known only now before it pays', async () => {
    const fields = { model: 'skyreels-v4-fast', duration: 3, resolution: '480p', prompt: '' };
    const { activities, input } = await open({ nodes: [shot('a', { fields })], decisions: [make()] });
    expect(await activities.submit(input(0))).toMatchObject({ kind: 'rejected', code: 'RULE_BROKEN' });
    expect(await claims()).toEqual([]);
  });

  it('tells people which rule is broken, in which field and in which words', async () => {
    const fields = { model: 'skyreels-v4-fast', duration: 3, resolution: '480p', prompt: '' };
    const { activities, input, store, place } = await open({ nodes: [shot('a', { fields })], decisions: [make()] });
    await activities.submit(input(0));
    const reasons = await reasonsOf(store, place);
    expect(reasons.get('a')).toMatchObject({
      code: 'RULE_BROKEN',
      message: expect.stringMatching(/^rule 4, prompt: /),
    });
    expect((await reasonsOf(store, { ...place, decisions: 'of another run' })).size).toBe(0);
  });
});

const RUN = {
  ...{ file: 'film.yaml', workflowId: 'run/film', realm: 'simulator', account: 'acc' },
  ...{ startedAt: '2026-01-01T00:00:00Z', plannedCost: 0 },
};

function never(): never {
  throw new Error('no claim');
}

it('a claim carries the number of the engine as it is by then', async () => {
  stage = await openStage({ nodes: [shot('a'), shot('b')] });
  let epoch = 7;
  const activities = stage.as({ engineEpoch: () => epoch });
  await activities.submit(stage.input(0));
  epoch = 8;
  await activities.submit(stage.input(1));
  const claims = await stage.store.claims.ofPipeline('film');
  expect(claims.map(({ claim }) => claim.kind === 'intent' && claim.engineEpoch)).toEqual([7, 8]);
});
