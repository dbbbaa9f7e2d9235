import { fileURLToPath } from 'node:url';
import { activityInfo, CompleteAsyncError } from '@temporalio/activity';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askAgain } from '../../cli/session/ask-again.ts';
import { forgetQueues } from '../../engine/forget-queues.ts';
import { TASK_QUEUE, UNCERTAIN } from '../../plan/recorded-names.ts';
import { startServer } from './engine.ts';

/** Enough that some wait at another door than the one where the dead worker took its task. */
const QUESTIONS = 40;

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

async function bundle(guards: readonly string[]) {
  return bundleWorkflowCode({
    workflowsPath: fileOf('./probe-workflow.ts'),
    workflowInterceptorModules: [...guards],
    logger: new DefaultLogger('ERROR'),
  });
}

type Bundle = Awaited<ReturnType<typeof bundle>>;

/** A worker whose activities end by their token, given to `started`. */
async function work(workflowBundle: Bundle, started: (token: Uint8Array) => void = () => {}) {
  const connection = await NativeConnection.connect({ address: server.address });
  const worker = await Worker.create({
    connection,
    taskQueue: TASK_QUEUE,
    workflowBundle,
    stickyQueueScheduleToStartTimeout: '1s',
    activities: {
      told: async () => {
        started(activityInfo().taskToken);
        throw new CompleteAsyncError();
      },
    },
  });
  const done = worker.run();
  return async () => {
    worker.shutdown();
    await done;
    await connection.close();
  };
}

/** Takes the next task of the queue as a worker that dies over it. Questions that it is given die with it. */
async function dieDeciding(client: Client): Promise<void> {
  for (;;) {
    const task = await client.withDeadline(Date.now() + 10_000, () =>
      client.workflowService.pollWorkflowTaskQueue({
        namespace: 'default',
        taskQueue: { name: TASK_QUEUE },
        identity: 'dies',
      }),
    );
    if (task.taskToken.length > 0 && !task.query) return;
  }
}

const ask = (handle: WorkflowHandle): Promise<string[]> => handle.query('seen');

/**
 * A worker dies while it decides on what an activity told; a question that had been asked before brings the workflow
 * up on the next worker; then a signal comes. Tells what the questions were answered and what the workflow saw then,
 * and what a worker sees that has to build it from its history.
 */
async function dieAndAsk(workflowBundle: Bundle, workflowId: string) {
  const { client } = server;
  const tokens: Uint8Array[] = [];
  const stopFirst = await work(workflowBundle, (token) => tokens.push(token));
  const handle = await client.workflow.start('probe', { taskQueue: TASK_QUEUE, workflowId, workflowTaskTimeout: '1s' });
  await expect.poll(() => tokens.length, { timeout: 10_000 }).toBe(1);
  await askAgain(() => ask(handle));
  await stopFirst();
  const questions = Array.from({ length: QUESTIONS }, () =>
    client.withDeadline(Date.now() + 8_000, () => ask(handle)).then(String, (error: Error) => error.message),
  );
  await handle.describe();
  await client.activity.complete(tokens[0] ?? new Uint8Array(), 'from an activity');
  await dieDeciding(client);
  const stopSecond = await work(workflowBundle);
  const answer = await Promise.race(questions);
  await handle.signal('tell', 'from a signal');
  await expect.poll(() => askAgain(() => ask(handle)), { timeout: 15_000 }).toHaveLength(2);
  const lived = await askAgain(() => ask(handle));
  await stopSecond();
  const stopThird = await work(workflowBundle);
  const replayed = await askAgain(() => ask(handle));
  await handle.signal('tell', 'end');
  await handle.result();
  await stopThird();
  await Promise.all(questions);
  return { answer, lived, replayed };
}

type Told = Awaited<ReturnType<typeof dieAndAsk>>;

/** Repeats it until a question did reach the next worker before the dead one's task was over. */
async function until(reached: (told: Told) => boolean, workflowBundle: Bundle, name: string): Promise<Told> {
  for (let time = 1; ; time += 1) {
    const told = await dieAndAsk(workflowBundle, `${name}-${time}`);
    if (reached(told)) return told;
    if (time === 12) throw new Error(`no question came in time: ${JSON.stringify(told)}`);
  }
}

test('a question between the death of a worker and its next task changes nothing in what is decided', async () => {
  const told = await until(
    ({ answer }) => answer === UNCERTAIN,
    await bundle([fileOf('../../workflows/certain.ts')]),
    'a',
  );
  expect(told.lived).toEqual(['from a signal', 'from an activity']);
  expect(told.replayed).toEqual(told.lived);
}, 90_000);

test('without the guard it would: what lived and what is replayed differ', async () => {
  const told = await until(({ answer }) => answer === 'from an activity', await bundle([]), 'b');
  expect(told.replayed).not.toEqual(told.lived);
}, 90_000);

/** Takes the next task of a queue, if one comes in time; the server wants to be given two seconds. */
async function take(client: Client, queue: { readonly name: string; readonly kind?: number }) {
  const ask = { namespace: 'default', taskQueue: queue, identity: 'by hand' };
  const poll = () => client.workflowService.pollWorkflowTaskQueue(ask);
  const task = await client.withDeadline(Date.now() + 2_500, poll);
  return task.taskToken.length === 0 ? undefined : task;
}

test('a decision for the memory of a worker that has died comes to another as soon as that is forgotten', async () => {
  const { client } = server;
  const all = { name: TASK_QUEUE };
  const own = { name: 'the memory of one', kind: 2, normalName: TASK_QUEUE };
  // Somebody has asked for it lately: the server takes its worker for alive.
  expect(await take(client, own)).toBeUndefined();
  const handle = await client.workflow.start('probe', { taskQueue: TASK_QUEUE, workflowId: 'forgotten' });
  const decideAndKeep = async () => {
    const task = await take(client, all);
    expect(task).toBeDefined();
    const stickyAttributes = { workerTaskQueue: own, scheduleToStartTimeout: msToTs('1m') };
    const answer = { taskToken: task?.taskToken ?? null, stickyAttributes, identity: 'by hand' };
    await client.workflowService.respondWorkflowTaskCompleted(answer);
  };
  await decideAndKeep();
  await forgetQueues(client.connection, 'default');
  await handle.signal('tell', 'once');
  await decideAndKeep();
  // Not forgotten, the next one waits for whoever is dead.
  await handle.signal('tell', 'again');
  expect(await take(client, own)).toBeDefined();
  await handle.terminate('the test is over');
}, 60_000);
