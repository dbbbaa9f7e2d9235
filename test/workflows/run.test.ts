import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountWorkflowId } from '../../plan/recorded-names.ts';
import { renders, skeletonOf } from '../plan/skeletons.ts';
import { startEngine, type TestEngine } from './engine.ts';
import { lengthOf, startRun } from './start-run.ts';
import { openWorld } from './world.ts';

const CAP = 5;
const world = openWorld({ cap: CAP, renderMs: 250 });
let engine: TestEngine;

beforeAll(async () => {
  engine = await startEngine(world.activities);
});
afterAll(async () => {
  await engine?.stop();
});

describe('a run on a real engine', () => {
  test('makes 30 nodes at a cap of 5, each once, never above the cap', async () => {
    const run = await startRun(engine, world, { account: 'a1', name: 'thirty', skeleton: skeletonOf(renders(30)) });
    const result = await run.result();
    expect(result).toMatchObject({ state: 'done', counts: { done: 30 }, money: { spent: 3_000, reserved: 0 } });
    expect(world.saved.size).toBe(30);
    expect(world.counts).toMatchObject({ refused: 0, peak: CAP });
    const events = await lengthOf(engine, run.workflowId);
    const account = await lengthOf(engine, accountWorkflowId('a1'));
    expect((events.events + account.events) / 30).toBeLessThan(20);
    if (process.env.DAILIES_SHOW) console.log({ events, account });
  });
});
