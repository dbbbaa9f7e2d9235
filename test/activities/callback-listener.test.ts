import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tasksNamedIn } from '../../activities/callback-body.ts';
import { createCallbackTokens } from '../../activities/index.ts';
import { type CalledBack, callBack, SECRET } from './called-back.ts';
import { openStage, type Stage, shot } from './stage.ts';

let stage: Stage;
let called: CalledBack;
const close = async () => {
  await called.listener.close();
  await stage.close();
};

/** What a case may use: the task, the token of its attempt, that of another attempt, and a way to post. */
type Act = (given: {
  readonly task: string;
  readonly token: string;
  readonly other: string;
  readonly post: CalledBack['post'];
}) => Promise<readonly number[]>;
const once204 = [204];
const forged = createCallbackTokens('b'.repeat(64)).of('0'.repeat(32));

describe('a callback changes nothing but speed', () => {
  let cases = 0;
  beforeAll(async () => {
    const nodes = Array.from({ length: 40 }, (_, n) => shot(`n${n}`));
    stage = await openStage({ nodes, sim: { taskMs: 150, cap: 40 } });
    called = await callBack(stage, { at: 'https://studio.example', account: { speed: 10 } });
  });
  afterAll(close);
  it.each<[string, readonly number[], Act]>([
    ['lost', [], async () => []],
    ['in time', once204, async ({ post, token, task }) => [await post(token, { task_id: task })]],
    ['named id', once204, async ({ post, token, task }) => [await post(token, { id: task })]],
    [
      'with data',
      once204,
      async ({ post, token, task }) => [await post(token, { id: 'event', data: { task_id: task } })],
    ],
    [
      'five times',
      [204, 204, 204, 204, 204],
      async ({ post, token, task }) =>
        Promise.all([1, 2, 3, 4, 5].map(() => post(token, { task_id: task, event: 'succeeded' }))),
    ],
    [
      'out of order',
      [204, 204],
      async ({ post, token, task }) => [
        await post(token, { task_id: task, event: 'succeeded' }),
        await post(token, { task_id: task, event: 'running' }),
      ],
    ],
    ['says failed', once204, async ({ post, token, task }) => [await post(token, { task_id: task, status: 'failed' })]],
    ['forged', [404], async ({ post, task }) => [await post(forged, { task_id: task })]],
    ['without a token', [404], async ({ post, task }) => [await post('', { task_id: task })]],
    [
      'one bit wrong',
      [404],
      async ({ post, token, task }) => [
        await post(`${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`, { task_id: task }),
      ],
    ],
    ["another attempt's token", once204, async ({ post, other, task }) => [await post(other, { task_id: task })]],
    ["another task's name", once204, async ({ post, token }) => [await post(token, { task_id: 'task-of-nobody' })]],
    [
      'no task',
      [400, 400, 400, 400],
      async ({ post, token }) => [
        await post(token, {}),
        await post(token, []),
        await post(token, '<html>'),
        await post(token, { task_id: 5, id: '', data: 'x' }),
      ],
    ],
    ['asked for', [405], async ({ post, token }) => [await post(token, '', 'GET')]],
  ])('%s', async (_case, statuses, act) => {
    const node = cases;
    cases += 2;
    const submitted = await called.activities.submit(stage.input(node));
    const task = submitted.kind === 'created' ? submitted.task : '';
    await called.activities.submit(stage.input(node + 1));
    const [a, b] = await Promise.all([node, node + 1].map((n) => stage.store.claims.ofNode('film', `n${n}`)));
    if (a?.[0] === undefined || b?.[0] === undefined) throw new Error('no claim');
    const [token, other] = [called.tokenOf(a[0]), called.tokenOf(b[0])];
    const waiting = called.activities.awaitTask(stage.wait(node, task));
    expect(await act({ task, token, other, post: called.post })).toEqual(statuses);
    expect(await waiting).toEqual({ kind: 'completed', cost: 102_000 });
    expect(await called.activities.download({ ...stage.input(node), task })).toMatchObject({
      kind: 'saved',
      cost: 102_000,
    });
    // Late: after the end.
    expect(await called.post(token, { task_id: task, status: 'failed' })).toBe(204);
    expect((await stage.store.claims.read(a[0]))?.settled).toMatchObject({ as: 'made', cost: 102_000 });
    expect((await stage.store.claims.read(b[0]))?.settled).toBeUndefined();
    expect(stage.sim.ledger().tasks).toHaveLength(cases);
    expect(called.logged.join('\n')).not.toContain('cb_');
  });
});

describe('the listener', () => {
  let token = '';
  beforeAll(async () => {
    stage = await openStage();
    called = await callBack(stage, { at: 'https://studio.example', readMs: 400 });
    await called.activities.submit(stage.input(0));
    const [ref] = await stage.store.claims.ofNode('film', 'a');
    if (ref === undefined) throw new Error('no claim');
    token = called.tokenOf(ref);
  });
  afterAll(close);
  /** What a socket is told when it has sent its bytes and waits; '' where it is hung up on. */
  const told = async (bytes: string) => {
    const socket = connect(called.listener.port, '127.0.0.1');
    let text = '';
    socket.on('data', (part) => (text += part));
    socket.on('error', () => undefined);
    socket.write(bytes);
    await once(socket, 'close');
    return text.split('\r\n')[0];
  };
  const head = (token: string, length: number) =>
    `POST /${token} HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`;

  it('reads no more than 64 KiB, and nothing at all without a token', async () => {
    expect(await told(`${head(token, 1_000_000)}${'x'.repeat(70_000)}`)).toBe('HTTP/1.1 413 Payload Too Large');
    expect(await told(head(forged, 1_000_000))).toBe('HTTP/1.1 404 Not Found');
  });

  it('does not wait for who never comes to an end', async () => {
    const sinceMs = performance.now();
    expect(await Promise.all([told(head(token, 100)), told('POST /')])).toEqual([
      'HTTP/1.1 408 Request Timeout',
      'HTTP/1.1 408 Request Timeout',
    ]);
    expect(performance.now() - sinceMs).toBeLessThan(3_000);
  });

  it('answers 503 where a hint cannot be handed on, so that the vendor may try again', async () => {
    const { get } = stage.store.objects;
    Object.assign(stage.store.objects, { get: () => Promise.reject(new Error('the disk is gone')) });
    expect(await called.post(token, { task_id: 'x' })).toBe(503);
    Object.assign(stage.store.objects, { get });
    expect(await called.post(token, { task_id: 'x' })).toBe(204);
  });

  it('is told from a stranger on its port by its proof', async () => {
    const nonce = '0'.repeat(32);
    const answer = await fetch(`http://127.0.0.1:${called.listener.port}/x?hello=${nonce}`);
    expect(await answer.text()).toBe(`proof of ${nonce}`);
  });
});

it('a body is read without trust', () => {
  const named = (text: string) => tasksNamedIn(new TextEncoder().encode(text));
  expect(named('{"id":"e","task_id":"t","data":{"task_id":"d"},"x":1}')).toEqual(['t', 'd', 'e']);
  expect(named('{"id":"t","task_id":"t"}')).toEqual(['t']);
  for (const text of ['', 'null', '7', '{', `{"id":"${'x'.repeat(300)}"}`, '{"data":{"task_id":[]}}']) {
    expect(named(text)).toEqual([]);
  }
  expect(tasksNamedIn(Uint8Array.of(0xff, 0xfe))).toEqual([]);
});

it('no bytes and no JSON break the reader', () => {
  const isNamed = (names: readonly string[]) => names.every((name) => name.length >= 1 && name.length <= 256);
  const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value) ?? '');
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => isNamed(tasksNamedIn(bytes))));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        fc.jsonValue().map((id) => ({ id, data: id })),
      ),
      (value) => isNamed(tasksNamedIn(bytesOf(value))),
    ),
  );
  expect(tasksNamedIn(new TextEncoder().encode('['.repeat(60_000)))).toEqual([]);
});

it('a token is proven by the secret of its home', () => {
  const tokens = createCallbackTokens(SECRET);
  const attempt = '0123456789abcdef'.repeat(2);
  expect(tokens.attemptOf(tokens.of(attempt))).toBe(attempt);
  expect(tokens.of(attempt)).toBe(createCallbackTokens(SECRET).of(attempt));
  expect(createCallbackTokens('b'.repeat(64)).attemptOf(tokens.of(attempt))).toBeUndefined();
});
