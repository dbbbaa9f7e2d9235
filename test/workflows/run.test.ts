import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askAgain } from '../../cli/session/ask-again.ts';
import type { AccountOrder } from '../../plan/account/index.ts';
import type { AccountView } from '../../plan/account-view.ts';
import { accountWorkflowId, QUERY_ACCOUNT, SIGNAL_CANCEL, SIGNAL_ORDER } from '../../plan/recorded-names.ts';
import { renders, skeletonOf } from '../../sim/sketch.ts';
import { startEngine, type TestEngine } from './engine.ts';
import { historiesOf, replay } from './histories.ts';
import { startRun, until } from './start-run.ts';
import { openWorld } from './world.ts';

const CAP = 5;
/** Executions of a few jobs each, so that runs and accounts are continued as new many times. */
const SHORT = { events: 60, signals: 20, force: 120 };
/** On a busy machine a second is not much. */
const SOON = { timeout: 20_000 };
const world = openWorld({ cap: CAP, renderMs: 250, renewal: SHORT });
let engine: TestEngine;

beforeAll(async () => {
  engine = await startEngine(world.activities);
});
afterAll(async () => {
  await engine?.stop();
});

const plan = (account: string, name: string, count: number) => ({
  account,
  name,
  skeleton: skeletonOf(renders(count)),
});

const handleOf = (account: string) => engine.client.workflow.getHandle(accountWorkflowId(account));
const accountView = (account: string) => askAgain(() => handleOf(account).query<AccountView>(QUERY_ACCOUNT));
const order = (account: string, order: AccountOrder) => handleOf(account).signal(SIGNAL_ORDER, order);

async function eventsOf(...ids: readonly string[]): Promise<number> {
  const histories = await Promise.all(ids.map((id) => historiesOf(engine, id)));
  return histories.flat().reduce((sum, history) => sum + JSON.parse(history).events.length, 0);
}

describe('a run on a real engine', () => {
  test('makes 30 nodes at a cap of 5, each once, never above the cap, in few events', async () => {
    const run = await startRun(engine, world, plan('a1', 'thirty', 30));
    const result = await run.result();
    expect(result).toMatchObject({ state: 'done', counts: { done: 30 }, money: { spent: 3_000, reserved: 0 } });
    expect([...world.saved].filter((id) => id.startsWith('a1-'))).toHaveLength(30);
    expect(world.counts).toMatchObject({ refused: 0, peak: CAP });
    const events = await eventsOf(run.workflowId, accountWorkflowId('a1'));
    if (process.env.DAILIES_SHOW) console.log(`${events / 30} events a job`);
    expect(events / 30).toBeLessThan(18);
  });

  test('goes on over many executions as if it were one', async () => {
    const run = await startRun(engine, world, plan('a2', 'long', 60), SHORT);
    const result = await run.result();
    expect(result).toMatchObject({ state: 'done', counts: { done: 60 }, money: { spent: 6_000, reserved: 0 } });
    const tasks = [...world.tasks.values()].filter((task) => task.node.startsWith('a2-'));
    expect(tasks).toHaveLength(60);
    expect((await historiesOf(engine, run.workflowId)).length).toBeGreaterThan(2);
    expect(world.counts.refused).toBe(0);
  });

  test('shares the cap with a run that joins it, and both end', async () => {
    const first = await startRun(engine, world, plan('a3', 'first', 40), SHORT);
    await until(first, (view) => view.slots.used === CAP);
    const second = await startRun(engine, world, plan('a3', 'second', 10), SHORT);
    await second.result();
    const left = await first.query<{ counts: { done?: number } }, [{ since: number }]>('progress', { since: 0 });
    expect(left.counts.done ?? 0).toBeLessThan(40);
    expect(await first.result()).toMatchObject({ state: 'done', counts: { done: 40 } });
    expect(world.counts).toMatchObject({ refused: 0, peak: CAP });
  });

  test('submits nothing after a cancel, asks the vendor to stop, and ends as cancelled', async () => {
    const run = await startRun(engine, world, plan('a4', 'cancelled', 20));
    await until(run, (view) => view.slots.used === CAP);
    await run.signal(SIGNAL_CANCEL, {});
    await until(run, (view) => view.cancelled && (view.counts.submitting ?? 0) === 0);
    const tasks = () => [...world.tasks.values()].filter((task) => task.node.startsWith('a4-'));
    const accepted = tasks().length;
    const result = await run.result();
    expect(result.state).toBe('cancelled');
    expect(tasks()).toHaveLength(accepted);
    expect(tasks().every((task) => task.state !== 'running')).toBe(true);
  });

  test("takes a client's cancel of the workflow for its own", async () => {
    const run = await startRun(engine, world, plan('a5', 'stopped', 20));
    await until(run, (view) => view.slots.used === CAP);
    await run.cancel();
    expect(await run.result()).toMatchObject({ state: 'cancelled', money: { reserved: 0 } });
  });

  test('finds out what became of a submit whose answer was lost, and pays once', async () => {
    world.crashes.add('a6-lost/1');
    const run = await startRun(engine, world, plan('a6', 'lost', 3));
    expect(await run.result()).toMatchObject({ state: 'done', counts: { done: 3 } });
    expect([...world.tasks.values()].filter((task) => task.node === 'a6-lost/1')).toHaveLength(1);
  });

  test('goes on with a new account when the old one was terminated, and the cap holds', async () => {
    const run = await startRun(engine, world, plan('a7', 'orphan', 40));
    await until(run, (view) => (view.counts.done ?? 0) > 2);
    const before = world.counts.censuses;
    await engine.client.workflow.getHandle(accountWorkflowId('a7')).terminate();
    const second = await startRun(engine, world, plan('a7', 'other', 10));
    await Promise.all([run.result(), second.result()]);
    expect(world.counts.censuses).toBeGreaterThan(before);
    expect(world.counts).toMatchObject({ refused: 0, peak: CAP });
  });

  test("counts a terminated run's tasks until they end", async () => {
    const run = await startRun(engine, world, plan('a8', 'gone', 40));
    await until(run, (view) => view.slots.used === CAP);
    await run.terminate();
    const next = await startRun(engine, world, plan('a8', 'next', 10));
    expect(await next.result()).toMatchObject({ state: 'done' });
    expect(world.counts).toMatchObject({ refused: 0, peak: CAP });
    const view = await accountView('a8');
    expect(view.holders.filter((holder) => holder.id === run.workflowId)).toEqual([]);
  });

  test("heeds a person's limit at once, below what is held and up again, and touches no other account", async () => {
    world.endless.add('b1');
    const run = await startRun(engine, world, plan('b1', 'limited', 16), SHORT);
    const accepted = () => [...world.tasks.values()].filter(({ account }) => account === 'b1').length;
    await until(run, (view) => view.slots.used === CAP && view.counts.rendering === CAP);
    await order('b1', { do: 'limit', limit: 2 });
    await until(run, (view) => view.slots.waiting);
    const beside = await startRun(engine, world, plan('b2', 'beside', 10), SHORT);
    await until(beside, (view) => view.slots.used === CAP);
    for (const held of [4, 3, 2]) {
      world.finish('b1');
      await until(run, (view) => view.slots.held === held);
    }
    expect([accepted(), world.live('b1')], 'nothing was sent for the three that ended').toEqual([5, 2]);
    // The account hears of it a message later.
    await expect
      .poll(() => accountView('b1'), SOON)
      .toMatchObject({ limit: 5, effective: 2, ordered: 2, holders: [{ held: 2 }] });
    world.finish('b1');
    await expect.poll(accepted, SOON).toBe(6);
    await order('b1', { do: 'pause' });
    await until(run, (view) => view.paused === 'ACCOUNT_PAUSED');
    world.finish('b1');
    await until(run, (view) => view.slots.used === 1);
    expect([accepted(), world.live('b1')]).toEqual([6, 1]);
    await order('b1', { do: 'resume' });
    await expect.poll(() => world.live('b1'), SOON).toBe(2);
    await order('b1', { do: 'limit', limit: 5 });
    await expect.poll(() => world.live('b1'), SOON).toBe(CAP);
    world.endless.delete('b1');
    while (world.live('b1') > 0) world.finish('b1');
    expect(await run.result()).toMatchObject({ state: 'done', counts: { done: 16 } });
    expect(await beside.result()).toMatchObject({ state: 'done', counts: { done: 10 } });
    expect(await accountView('b2')).toMatchObject({ effective: 5, waiting: false });
    expect(world.counts).toMatchObject({ refused: 0, peak: CAP });
  });

  test('gives up the slots that it waits with as soon as another run wants them', async () => {
    const poor = { account: 'b3', name: 'poor', skeleton: skeletonOf(renders(9), { limit: 500 }) };
    const waiting = await startRun(engine, world, poor);
    await until(waiting, (view) => view.paused === 'BUDGET' && view.counts.done === 5);
    expect(await accountView('b3')).toMatchObject({ waiting: false, holders: [{ held: 5 }] });
    world.endless.add('b3');
    const other = await startRun(engine, world, plan('b3', 'other', 5));
    await until(other, (view) => view.slots.used === CAP && view.counts.rendering === CAP);
    expect((await accountView('b3')).holders).toMatchObject([{ held: 0 }, { held: 5 }]);
    world.endless.delete('b3');
    while (world.live('b3') > 0) world.finish('b3');
    expect(await other.result()).toMatchObject({ state: 'done', counts: { done: 5 } });
    await waiting.signal(SIGNAL_CANCEL, {});
    expect(await waiting.result()).toMatchObject({ state: 'over-budget', counts: { done: 5 } });
  });

  test('knocks seldom at a vendor that refuses everything, and uses every slot again when it does not', async () => {
    world.full.add('b4');
    const before = world.counts.refused;
    const runs = [
      await startRun(engine, world, plan('b4', 'one', 8)),
      await startRun(engine, world, plan('b4', 'two', 8)),
    ];
    // The first five, then one after 50, 100, 200, 400 ms of the sped-up clock.
    await expect.poll(() => world.counts.refused - before, SOON).toBeGreaterThanOrEqual(8);
    const view = await accountView('b4');
    expect(view).toMatchObject({ limit: 5, effective: 1 });
    expect(view.loweredUntilMs).toBeGreaterThan(0);
    const refused = world.counts.refused - before;
    expect(refused, 'not each of 16 nodes, again and again').toBeLessThan(16);
    world.full.delete('b4');
    world.endless.add('b4');
    await expect.poll(() => world.live('b4'), SOON).toBe(CAP);
    world.endless.delete('b4');
    while (world.live('b4') > 0) world.finish('b4');
    for (const run of runs) expect(await run.result()).toMatchObject({ state: 'done', counts: { done: 8 } });
  });

  test('does the same again from every history of these runs and accounts', async () => {
    const ids = [
      'run/b1-limited',
      'run/b3-poor',
      'run/b4-two',
      'run/a2-long',
      'run/a3-second',
      'run/a4-cancelled',
      'run/a6-lost',
      'run/a7-orphan',
    ];
    const accounts = ['a2', 'a3', 'a7', 'a8', 'b1', 'b4'].map(accountWorkflowId);
    let replayed = 0;
    for (const id of [...ids, ...accounts]) {
      for (const history of await historiesOf(engine, id)) {
        await replay(engine, history);
        replayed += 1;
      }
    }
    expect(replayed).toBeGreaterThan(ids.length + accounts.length);
    const [history = ''] = await historiesOf(engine, 'run/a6-lost');
    await expect(replay(engine, history.replaceAll('"recover"', '"another"'))).rejects.toThrow();
  }, 60_000);
});
