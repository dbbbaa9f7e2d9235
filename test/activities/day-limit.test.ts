import { afterEach, expect, it } from 'vitest';
import { nextDayMs } from '../../plan/days.ts';
import { openStage, type Stage, shot } from './stage.ts';

const PRICE = 102_000;
const zone = 'Asia/Tokyo';
const DAY_MS = 86_400_000;
const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.close();
});

/** A project of an account that may spend so much a day. */
async function project(quota: number) {
  const nodes = Array.from({ length: 6 }, (_, at) => shot(`n${at}`));
  const stage = await openStage({ nodes, sim: { cap: 20 }, account: { dayLimit: { quota, zone } } });
  stages.push(stage);
  return stage;
}
const refused = { kind: 'refused', code: 'DAY_LIMIT' };

it('what would exceed the day is not sent, and may be when the next day begins', async () => {
  const { activities, input, sim, store, as } = await project(2 * PRICE);
  expect(await activities.submit(input(0))).toMatchObject({ kind: 'created' });
  expect(await activities.submit(input(1))).toMatchObject({ kind: 'created' });
  const untilMs = nextDayMs(zone, Date.now());
  expect(await activities.submit(input(2))).toMatchObject({ ...refused, untilMs });
  expect(sim.stats().posts).toBe(2);
  const [claim] = (await store.claims.ofPipeline('film')).filter(({ ref }) => ref.node === 'n2');
  expect(claim?.settled).toMatchObject({
    as: 'not-created',
    cost: 0,
    message: expect.stringContaining('$0.408 a day'),
  });
  const clock = { wallMs: () => Date.now() + DAY_MS, monotonicMs: () => performance.now(), bootMs: () => 0 };
  expect(await as({ clock }).submit(input(2, { attempt: 2 }))).toMatchObject({ kind: 'created' });
});

it('of many at once not one too many is sent, and as many as fit', async () => {
  const { activities, input, sim } = await project(4 * PRICE);
  const outcomes = await Promise.all([0, 1, 2, 3, 4, 5].map((node) => activities.submit(input(node))));
  expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(4);
  expect(sim.ledger().tasks).toHaveLength(4);
});

it('what the vendor gives back may be spent again, and what is unsure may not', async () => {
  const { activities, input, sim, wait } = await project(2 * PRICE);
  sim.fault({ match: { op: 'submit', prompt: 'n0' }, action: { do: 'fate', status: 'failed' } });
  sim.fault({ match: { op: 'submit', prompt: 'n1' }, action: { do: 'reset', when: 'after' } });
  const first = await activities.submit(input(0));
  expect(await activities.submit(input(1))).toMatchObject({ kind: 'unsure' });
  expect(await activities.submit(input(2))).toMatchObject(refused);
  const task = first.kind === 'created' ? first.task : '';
  expect(await activities.awaitTask(wait(0, task))).toMatchObject({ kind: 'failed', cost: 0 });
  expect(await activities.submit(input(2, { attempt: 2 }))).toMatchObject({ kind: 'created' });
  expect(await activities.submit(input(3))).toMatchObject(refused);
});

it('counts what other projects of the account have sent', async () => {
  const [one, two] = [await project(PRICE), await project(PRICE)];
  expect(await one.activities.submit(one.input(0))).toMatchObject({ kind: 'created' });
  const both = two.as({ storesOf: async () => [one.store, two.store] }, { dayLimit: { quota: PRICE, zone } });
  expect(await both.submit(two.input(0))).toMatchObject(refused);
  expect(await two.activities.submit(two.input(0, { attempt: 2 }))).toMatchObject({ kind: 'created' });
});

it('where nobody can say what the day has cost, nothing is sent, and nothing is unsure', async () => {
  const { activities, as, input, sim } = await project(PRICE);
  const unreadable = as({ storesOf: () => Promise.reject(new Error('gone')) }, { dayLimit: { quota: PRICE, zone } });
  expect(await unreadable.submit(input(0))).toMatchObject({ kind: 'not-sent' });
  expect(sim.stats().posts).toBe(0);
  expect(await activities.submit(input(0, { attempt: 2 }))).toMatchObject({ kind: 'created' });
});

it('without a limit no day is counted', async () => {
  const stage = await openStage();
  stages.push(stage);
  await stage.activities.submit(stage.input(0));
  expect(await stage.store.objects.list('days')).toEqual([]);
});
