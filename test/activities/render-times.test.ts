import { afterEach, expect, test } from 'vitest';
import { vendorAt } from './outside.ts';
import { openStage, type Stage, shot } from './stage.ts';

const TASK_MS = 600;
const KEY = 'times/acc/skyreels-v4-fast,480p,3';
const account = { speed: 1, poll: { minMs: 50, maxMs: 50 } };

let stage: Stage;
afterEach(() => stage.close());

const follow = async (activities: Stage['activities'], node: number) => {
  const outcome = await activities.submit(stage.input(node));
  if (outcome.kind !== 'created') throw new Error(outcome.kind);
  const { task, acceptedAtMs } = outcome;
  expect(await activities.awaitTask(stage.wait(node, task, { acceptedAtMs }))).toMatchObject({ kind: 'completed' });
};

/** Follows a task as another worker would; returns ms from its acceptance to each GET. */
const getsOf = async (node: number) => {
  const vendor = vendorAt(stage.sim.apiUrl);
  const at: number[] = [];
  let acceptedAt = 0;
  const submit: typeof vendor.submit = async (...args) => {
    const answer = await vendor.submit(...args);
    acceptedAt = performance.now();
    return answer;
  };
  const status: typeof vendor.status = (...args) => {
    at.push(performance.now() - acceptedAt);
    return vendor.status(...args);
  };
  await follow(stage.as({}, { ...account, provider: { ...vendor, submit, status } }), node);
  await vendor.close();
  return at;
};

const known = async () => {
  const found = await stage.store.objects.get(KEY);
  return found === undefined ? undefined : JSON.parse(new TextDecoder().decode(found));
};

test('a wait learns how long tasks of its kind take, and writes it down when no slot waits for it', async () => {
  const nodes = Array.from({ length: 6 }, (_, index) => shot(`n${index}`));
  stage = await openStage({ nodes, account, sim: { taskMs: TASK_MS, cap: 20 } });
  await Promise.all([0, 1, 2, 3, 4].map((node) => follow(stage.activities, node)));
  expect(await known()).toBeUndefined();
  await follow(stage.activities, 5);
  const { ms } = await known();
  expect(ms).toHaveLength(5);
  expect(Math.min(...ms)).toBeGreaterThan(TASK_MS / 2);
});

test('another worker asks around that moment, and seldom before', async () => {
  stage = await openStage({ nodes: [shot('a'), shot('b')], account, sim: { taskMs: TASK_MS } });
  const early = (gets: readonly number[]) => gets.filter((ms) => ms < TASK_MS * 0.9).length;
  expect(early(await getsOf(0))).toBeGreaterThan(3);
  const times = { version: 1, ms: Array.from({ length: 5 }, () => TASK_MS) };
  await stage.store.objects.put(KEY, new TextEncoder().encode(JSON.stringify(times)));
  expect(early(await getsOf(1))).toBeLessThanOrEqual(3);
});

test('times that cannot be read are as if none were known', async () => {
  stage = await openStage({ account, sim: { taskMs: 50 } });
  await stage.store.objects.put(KEY, new TextEncoder().encode('{'));
  await follow(stage.activities, 0);
});
