import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type Qingbo, qingbo } from '../../activities/providers/qingbo/qingbo.ts';
import { http, type OddServer, oddServer } from './odd-server.ts';

const NOW = 1_700_000_000_000;
let server: OddServer | undefined;
let vendor: Qingbo | undefined;
afterEach(async () => {
  await vendor?.close();
  await server?.close();
  server = undefined;
});

const post = (baseUrl: string, maySend = () => true, postAnswerMs = 5_000) => {
  vendor = qingbo({ baseUrl, key: 'secret-key', resultHosts: [], now: () => NOW, postAnswerMs });
  return vendor.submit({ body: Buffer.from('{"a":1}'), idempotencyKey: 'k1', maySend });
};
const answered = async (bytes: string | Buffer) => {
  server = await oddServer(() => bytes);
  return post(`${server.url}/v1`);
};

describe('a POST that was accepted', () => {
  it.each([
    ['task_id', { task_id: 't1', created_at: 1_700_000_000 }],
    ['id', { id: 't1', created_at: 1_700_000_000_000 }],
    ['data.task_id', { data: { task_id: 't1' } }],
    ['data.id', { data: { id: 't1' }, created_at: '2023-11-14T22:13:20Z' }],
  ])('names its task as %s', async (_where, body) => {
    expect(await answered(http(200, JSON.stringify(body)))).toMatchObject({ kind: 'created', task: 't1' });
  });

  it('says when in seconds, milliseconds or ISO', async () => {
    for (const created_at of [1_700_000_000, 1_700_000_000_000, '2023-11-14T22:13:20Z']) {
      const answer = await answered(http(201, JSON.stringify({ task_id: 't', created_at, pre_consumed_cost: 7 })));
      expect(answer).toMatchObject({ createdAtMs: NOW, preConsumed: 7 });
      await server?.close();
    }
  });

  it('may be packed although nobody asked', async () => {
    const body = gzipSync('{"task_id":"t1"}');
    const head = `HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\nDate: D\r\n\r\n`;
    expect(await answered(Buffer.concat([Buffer.from(head), body]))).toMatchObject({ task: 't1', vendorDate: 'D' });
  });
});

describe('a POST that proves that nothing was created', () => {
  it.each([
    [400, 'invalid_request', 'rejected', 'REQUEST_REFUSED'],
    [404, 'x', 'rejected', 'REQUEST_REFUSED'],
    [413, '', 'rejected', 'REQUEST_REFUSED'],
    [422, 17, 'rejected', 'REQUEST_REFUSED'],
    [500, 'price_not_configured', 'rejected', 'PRICE_MISSING'],
    [401, '', 'account', 'KEY_REFUSED'],
    [403, '', 'account', 'KEY_REFUSED'],
    [402, '', 'account', 'NO_BALANCE'],
  ])('HTTP %s %s is %s with %s', async (status, code, kind, failure) => {
    const answer = await answered(http(status, JSON.stringify({ error: { message: 'no', code } })));
    expect(answer).toMatchObject({ kind, code: failure, message: 'no' });
  });

  it('a name that does not resolve, a refused connection and a server without TLS were never written to', async () => {
    server = await oddServer(() => http(200, '{"task_id":"t"}'));
    const closed = await oddServer(() => undefined);
    await closed.close();
    // A label of 64 letters is refused by every resolver at once.
    for (const url of [
      `http://${'x'.repeat(64)}.invalid/v1`,
      `${closed.url}/v1`,
      `${server.url.replace('http', 'https')}/v1`,
    ]) {
      expect(await post(url, () => true, 500), url).toMatchObject({ kind: 'not-sent', code: 'VENDOR_UNREACHABLE' });
    }
    expect(server.requests).toEqual([]);
  });

  it('a deadline that passes while it connects stops it before the first byte', async () => {
    server = await oddServer(() => http(200, '{"task_id":"t"}'));
    expect(await post(`${server.url}/v1`, () => false)).toMatchObject({ kind: 'not-sent', code: 'NOT_SENT' });
    expect(server.requests).toEqual([]);
  });
});

describe('429', () => {
  const refused = async (headers: readonly string[], body: object) =>
    answered(http(429, JSON.stringify(body), headers));
  it.each([
    ['nothing said', [], {}, null],
    ['seconds', ['Retry-After: 7'], {}, NOW + 7_000],
    ['a date', ['Retry-After: Tue, 14 Nov 2023 22:13:30 GMT'], {}, NOW + 10_000],
    ['reset_at in s', [], { error: { reset_at: NOW / 1000 + 5 } }, NOW + 5_000],
    ['reset_at in ms', [], { reset_at: NOW + 6_000 }, NOW + 6_000],
    ['reset_at in ISO', [], { error: { reset_at: '2023-11-14T22:13:25Z' } }, NOW + 5_000],
    ['the past', [], { reset_at: NOW - 6_000 }, null],
    ['ten years', [], { reset_at: NOW + 315_360_000_000 }, NOW + 3_600_000],
    ['nonsense', ['Retry-After: soon'], { reset_at: {} }, null],
  ])('%s', async (_case, headers, body, untilMs) => {
    expect(await refused(headers, body)).toMatchObject({ kind: 'refused', untilMs });
  });
});

describe('a POST that proves nothing', () => {
  it.each([301, 302, 307, 408, 409, 425, 451, 500, 502, 503, 504])(
    'HTTP %s is ambiguous and is not followed',
    async (status) => {
      const answer = await answered(http(status, '<html>', ['Location: /v1/elsewhere']));
      expect(answer.kind).toBe('ambiguous');
      expect(server?.requests.length).toBe(1);
    },
  );

  it.each([
    ['HTML', '<html>ok</html>'],
    ['no id', '{}'],
    ['an empty id', '{"task_id":""}'],
    ['an id of another type', '{"task_id":{"a":1}}'],
    ['an id with control characters', '{"task_id":"a\\u001b[2J"}'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
  ])('2xx with %s is ambiguous', async (_case, body) => {
    expect((await answered(http(200, body))).kind).toBe('ambiguous');
  });

  it('an answer that breaks off, a reset and an answer of 2 MB are ambiguous and sent once', async () => {
    const answers = [
      () => 'HTTP/1.1 200 X\r\nContent-Length: 900\r\n\r\n{"task_id":"t1"}',
      () => 'HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{"task_id":"t1"}\r\n',
      () => 'garbage\r\n\r\n',
      () => '',
      () => http(200, JSON.stringify({ task_id: 't1', pad: 'x'.repeat(2_000_000) })),
    ];
    for (const answer of answers) {
      server = await oddServer(answer);
      expect((await post(`${server.url}/v1`)).kind, answer.toString()).toBe('ambiguous');
      expect(server.requests.length).toBe(1);
      await server.close();
    }
    server = await oddServer((_request, socket) => {
      socket.resetAndDestroy();
      return undefined;
    });
    expect((await post(`${server.url}/v1`)).kind).toBe('ambiguous');
    expect(server.requests.length).toBe(1);
  });

  it('a gzip bomb is not unpacked', async () => {
    const body = gzipSync(Buffer.alloc(50_000_000, 32));
    const head = `HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`;
    expect((await answered(Buffer.concat([Buffer.from(head), body]))).kind).toBe('ambiguous');
  });

  it('no answer, or one byte a moment, ends at the limit of the whole', async () => {
    server = await oddServer((_request, socket) => {
      socket.write('HTTP/1.1 200 X\r\n');
      return undefined;
    });
    expect((await post(`${server.url}/v1`, () => true, 200)).kind).toBe('ambiguous');
  });
});

it('a POST carries the key, the idempotency key and no Prefer, on a connection of its own', async () => {
  server = await oddServer(() => http(401, JSON.stringify({ error: { message: 'bad key secret-key\u001b[2J' } })));
  const answer = await post(`${server.url}/v1`);
  const sent = server.requests[0]?.toLowerCase() ?? '';
  expect(sent).toContain('post /v1/tasks http/1.1');
  expect(sent).toContain('authorization: bearer secret-key');
  expect(sent).toContain('idempotency-key: k1');
  expect(sent).toContain('connection: close');
  expect(sent).not.toContain('prefer');
  expect(answer).toMatchObject({ message: 'bad key … [2J' });
});
