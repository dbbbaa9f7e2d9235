import { afterAll, beforeAll, expect, test } from 'vitest';
import { stuckSentence } from '../../cli/session/stuck-workflows.ts';
import { accountWorkflowId, TASK_QUEUE } from '../../plan/recorded-names.ts';
import { startEngine, type TestEngine } from './engine.ts';
import { openWorld } from './world.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEngine(openWorld({ cap: 5, renderMs: 10 }).activities);
});
afterAll(() => engine.stop());

test('a run whose account cannot go on is told so, and one whose account is not there yet is not', async () => {
  const { client } = engine;
  const run = { workflowId: 'run/s/film', account: 'a' };
  expect(await stuckSentence(client, run)).toBeUndefined();
  // No worker knows this type: its first task is tried for ever, as one is that does not fit its history.
  const handle = await client.workflow.start('account-of-another-build', {
    workflowId: accountWorkflowId(run.account),
    taskQueue: TASK_QUEUE,
    // Tries are as far apart.
    workflowTaskTimeout: '1s',
  });
  await expect.poll(() => stuckSentence(client, run), { timeout: 40_000 }).toContain('account/a (tried 4 times)');
  await handle.terminate('the test is over');
  expect(await stuckSentence(client, run)).toBeUndefined();
}, 60_000);
