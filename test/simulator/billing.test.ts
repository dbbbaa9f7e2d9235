import { expect, test } from 'vitest';
import { priceOf as estimate } from '../../plan/prices.ts';
import { apiProfile } from '../../plan/profiles.ts';
import { makeLedger } from '../../simulator/ledger.ts';
import { priceOf as billedPrice, MODELS, RESOLUTIONS } from '../../simulator/prices.ts';
import { SHOT, withSimulator } from './client.ts';

const USD = 500_000;

test('every price is the one of the vendor page', () => {
  const price = (model: string, resolution: string, videoReference: boolean) =>
    (billedPrice({ model, resolution, seconds: 1, videoReference }) ?? 0) / USD;
  const table = ['fast', 'std'].flatMap((tier) =>
    [false, true].map((ref) => ['480p', '720p', '1080p'].map((size) => price(`skyreels-v4-${tier}`, size, ref))),
  );
  expect(table).toEqual([
    [0.068, 0.0935, 0.23375],
    [0.1275, 0.17, 0.425],
    [0.0935, 0.119, 0.2975],
    [0.153, 0.2125, 0.53125],
  ]);
});

test("the simulator's bill and the plan's estimate agree on every model, resolution, length and reference", () => {
  const profile = apiProfile('qingbo-seed-2026-04');
  for (const model of MODELS) {
    for (const resolution of RESOLUTIONS) {
      for (const videoReference of [false, true]) {
        const request = { model, resolution, duration: 7, ...(videoReference ? { ref_videos: [{}] } : {}) };
        const bill = billedPrice({ model, resolution, seconds: 7, videoReference });
        expect([model, resolution, videoReference, estimate(request, profile)]).toEqual([
          ...[model, resolution, videoReference],
          bill,
        ]);
      }
    }
  }
});

test('the price is frozen at the POST and settled when the video is there', () =>
  withSimulator({ taskMs: 60_000 }, async ({ submit, simulator, call }) => {
    await submit();
    const [account] = Object.keys(simulator.ledger().accounts);
    expect(simulator.ledger().accounts[account ?? '']).toMatchObject({ frozen: 102_000, used: 0 });
    simulator.advance(60_000);
    expect(simulator.ledger().accounts[account ?? '']).toMatchObject({ frozen: 0, used: 102_000 });
    expect(simulator.ledger().entries.map((entry) => entry.kind)).toEqual(['freeze', 'settle']);
    const balance = (await call('/v1/dashboard/billing/balance')).body;
    expect(balance).toMatchObject({ total_granted_usd: 1000, total_used_usd: 0.204, total_available_usd: 999.796 });
  }));

test('a failed task is refunded whole, and says why', () =>
  withSimulator({}, async ({ submit, poll, simulator }) => {
    simulator.fault({
      match: { op: 'submit' },
      action: { do: 'fate', status: 'failed', code: 'upstream_unavailable' },
    });
    const { task_id } = (await submit()).body;
    await simulator.waitFor('failed');
    expect((await poll(task_id)).body).toMatchObject({
      status: 'failed',
      cost: 0,
      error: { code: 'upstream_unavailable' },
    });
    expect(simulator.ledger().tasks[0]).toMatchObject({ billing: 'refunded', costQuota: 0 });
    expect(Object.values(simulator.ledger().accounts)[0]).toMatchObject({ frozen: 0, used: 0 });
  }));

test('a queued task can be cancelled and is refunded; a later one cannot', () =>
  withSimulator({ taskMs: 60_000 }, async ({ submit, cancel, simulator }) => {
    const first = (await submit()).body.task_id;
    const answer = await cancel(first);
    expect(answer.body).toEqual({ task_id: first, status: 'cancelled', refunded: true, refunded_quota: 102_000 });
    expect(await cancel(first)).toMatchObject({ status: 400, body: { error: { code: 'task_not_cancellable' } } });
    const second = (await submit()).body.task_id;
    simulator.advance(30_000);
    expect((await cancel(second)).body.error.code).toBe('task_not_cancellable');
    expect(simulator.ledger()).toMatchObject({
      balanced: true,
      tasks: [{ billing: 'refunded' }, { billing: 'frozen' }],
    });
  }));

test('what the balance does not cover is refused with 402', () =>
  withSimulator({ grantedQuota: 150_000 }, async ({ submit }) => {
    expect((await submit()).status).toBe(200);
    expect(await submit()).toMatchObject({ status: 402, body: { error: { code: 'insufficient_balance' } } });
  }));

test('a scripted cost is what is billed', () =>
  withSimulator({}, async ({ finish, simulator }) => {
    simulator.fault({ match: { op: 'submit' }, action: { do: 'fate', costQuota: 204_000 } });
    expect((await finish()).status.cost).toBe(204_000);
    expect(Object.values(simulator.ledger().accounts)[0]).toMatchObject({ used: 204_000, frozen: 0 });
  }));

test('an extension is billed in the column with video reference', () =>
  withSimulator({}, async ({ submit }) => {
    const source = { tag: 's', type: 'extend', video_url: 'http://127.0.0.1:9/a.mp4' };
    expect((await submit({ ...SHOT, ref_videos: [source] })).body.pre_consumed_cost).toBe(3 * 63_750);
  }));

test('the ledger refuses to settle what was never frozen, and to freeze twice', () => {
  const ledger = makeLedger(() => 1000);
  const entry = { atMs: 0, account: 'a', taskId: 't', quota: 10 };
  expect(() => ledger.settle(entry)).toThrow('nothing frozen');
  ledger.freeze(entry);
  expect(() => ledger.freeze(entry)).toThrow('frozen twice');
  ledger.refund(entry);
  expect(() => ledger.refund(entry)).toThrow('nothing frozen');
});

test('the books show a contradiction: half a unit, or money that moved twice', () => {
  const ledger = makeLedger(() => 1000);
  ledger.freeze({ atMs: 0, account: 'a', taskId: 't', quota: 0.5 });
  ledger.settle({ atMs: 0, account: 'a', taskId: 't', quota: 1 });
  expect(ledger.contradictions()).toEqual(['t: 0.5 is no integer']);
  ledger.freeze({ atMs: 1, account: 'a', taskId: 't', quota: 1 });
  expect(ledger.contradictions()).toContain('t: frozen twice');
});
