import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Qingbo, qingbo } from '../../activities/providers/qingbo/qingbo.ts';
import { isPublic, resultHosts } from '../../activities/providers/qingbo/result-hosts.ts';
import { http, type OddServer, oddServer } from './odd-server.ts';

let folder = '';
let server: OddServer | undefined;
let vendor: Qingbo | undefined;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dailies-fetch-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  await vendor?.close();
  await server?.close();
});

const client = (baseUrl: string, hosts: readonly string[] = []) => {
  vendor = qingbo({ baseUrl, key: 'secret', resultHosts: hosts, now: () => 0, getAnswerMs: 1_000 });
  return vendor;
};
const fetched = async (answer: (request: string) => string, path = '/f') => {
  server = await oddServer(answer);
  const partPath = join(folder, `${files++}.part`);
  const result = await client(server.url).download({ url: `${server.url}${path}`, partPath });
  return { result, partPath };
};

describe('a result link', () => {
  it('becomes a file with exactly its bytes, and the key is not sent along', async () => {
    const { result, partPath } = await fetched(() => http(200, 'film'));
    expect(result).toMatchObject({ kind: 'saved', bytes: 4 });
    expect(await readFile(partPath, 'utf8')).toBe('film');
    expect(server?.requests[0]?.toLowerCase()).not.toContain('authorization');
  });

  it.each([403, 404, 410])('that answers %s is dead', async (status) => {
    expect((await fetched(() => http(status, ''))).result).toEqual({ kind: 'gone', status });
  });

  it.each([
    ['cut short', () => 'HTTP/1.1 200 X\r\nContent-Length: 900\r\n\r\nfilm'],
    ['cut in a chunk', () => 'HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nfilm\r\n'],
    ['HTTP 500', () => http(500, 'no')],
    ['HTTP 206', () => http(206, 'part')],
    ['no HTTP', () => 'garbage\r\n\r\n'],
  ])('that is %s is broken', async (_case, answer) => {
    expect((await fetched(answer)).result.kind).toBe('broken');
  });

  it('is followed over at most three redirects of its own host', async () => {
    const hop = (request: string) => Number(/GET \/(\d)/.exec(request)?.[1]);
    const answer = (last: number) => (request: string) =>
      hop(request) === last ? http(200, 'film') : http(302, '', [`Location: /${hop(request) + 1}`]);
    expect((await fetched(answer(3), '/0')).result.kind).toBe('saved');
    await server?.close();
    expect((await fetched(answer(4), '/0')).result.kind).toBe('broken');
  });

  it.each([
    'http://127.0.0.1:1/f',
    'http://169.254.169.254/latest',
    'https://[::ffff:7f00:1]/',
    'file:///etc/passwd',
    'https://evil.example/',
  ])('is not followed to %s', async (location) => {
    const { result } = await fetched(() => http(302, '', [`Location: ${location}`]));
    expect(result.kind).toBe('host');
  });

  // undici ends the process here: nodejs/undici#5360.
  it('of many bytes comes whole from a server that hangs up at once', async () => {
    const film = 'film'.repeat(5_000_000);
    const { result, partPath } = await fetched(() => http(200, film));
    expect(result).toMatchObject({ kind: 'saved', bytes: film.length });
    expect((await stat(partPath)).size).toBe(film.length);
  });

  it('never overwrites a file that is there', async () => {
    const { partPath } = await fetched(() => http(200, 'film'));
    const again = await vendor?.download({ url: `${server?.url}/f`, partPath });
    expect(again?.kind).toBe('disk');
  });
});

it('an allowed name that resolves to loopback is not connected to', async () => {
  server = await oddServer(() => http(200, 'film'));
  const port = new URL(server.url).port;
  const answer = await client('https://api.example/v1', ['localhost']).download({
    url: `https://localhost:${port}/`,
    partPath: join(folder, 'never.part'),
  });
  expect(answer).toMatchObject({ kind: 'broken', message: expect.stringContaining('not public') });
  expect(server.requests).toEqual([]);
});

it('a name resolves to this machine only where the base URL says localhost', async () => {
  const resolved = (baseUrl: string, name: string) =>
    new Promise<boolean>((resolve) => {
      resultHosts(baseUrl, []).lookup(name, { all: true }, (error) => resolve(error === null));
    });
  expect(await resolved('http://localhost:1/v1', 'localhost')).toBe(true);
  expect(await resolved('https://api.example/v1', 'localhost')).toBe(false);
  server = await oddServer(() => http(200, '{"task_id":"t1"}'));
  const vendorHere = client(`${server.url.replace('127.0.0.1', 'localhost')}/v1`);
  const call = { body: Buffer.from('{}'), idempotencyKey: 'k', maySend: () => true };
  expect(await vendorHere.submit(call)).toMatchObject({ kind: 'created', task: 't1' });
});

it('a result host is allowed by its whole name or below a star', () => {
  const hosts = resultHosts('https://api.example/v1', ['files.example', '*.cdn.example']);
  const allowed = (url: string) => hosts.refuse(new URL(url)) === undefined;
  expect(['https://api.example/f', 'https://files.example/', 'https://a.cdn.example/'].filter(allowed).length).toBe(3);
  const refused = [
    'http://files.example/',
    'https://cdn.example/',
    'https://files.example.evil/',
    'https://evilcdn.example/',
    'https://u:p@files.example/',
    'https://0x7f.1/',
  ];
  expect(refused.filter(allowed)).toEqual([]);
});

it('knows public addresses from special ones, wrapped ones too', () => {
  expect(['8.8.8.8', '2606:4700::1111'].filter(isPublic).length).toBe(2);
  const special = [
    '127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '0.0.0.0', '100.64.0.1', '224.0.0.1',
    '::1', '::', '::ffff:8.8.8.8', '::ffff:127.0.0.1', 'fe80::1', 'fc00::1', '64:ff9b::7f00:1', '2002:7f00:1::', 'x',
  ]; // biome-ignore format: a table
  expect(special.filter(isPublic)).toEqual([]);
});

describe('the state of a task', () => {
  const asked = async (answer: string) => {
    server = await oddServer(() => answer);
    return client(`${server.url}/v1`).status('t/1');
  };
  const ok = (body: unknown) => http(200, JSON.stringify(body));

  it('is read with its links, times and cost in all their spellings', async () => {
    const video = { url: ['https://a/1', 'https://a/2'], expires_at: 1_720_259_200 };
    const answer = await asked(
      ok({ task_id: 't/1', status: 'completed', cost: 5, progress: '', result: { videos: [video] } }),
    );
    const view = { state: 'completed', cost: 5, urls: ['https://a/1', 'https://a/2'], linkEndsAtMs: 1_720_259_200_000 };
    expect(answer).toMatchObject({ kind: 'task', view });
    expect(server?.requests[0]).toContain('GET /v1/tasks/t%2F1 ');
  });

  it('never holds our key, wherever the vendor quotes it', async () => {
    const quoted = 'Bearer secret';
    const answer = await asked(
      ok({ status: quoted, model: quoted, action: quoted, error: { code: quoted, message: quoted } }),
    );
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(answer).toMatchObject({ kind: 'task', view: { errorCode: 'Bearer …', model: 'Bearer …' } });
  });

  it.each([
    [{ status: 'running', result: null }, 'processing'],
    [{ data: { status: 'succeeded', result: { videos: [{ url: 'https://a' }] } } }, 'completed'],
    [{ status: 'dreaming', progress: 101, created_at: {} }, 'unknown'],
    [{ status: 'failed', error: { code: 7, message: null } }, 'failed'],
  ])('%j is %s', async (body, state) => {
    expect(await asked(ok(body))).toMatchObject({ kind: 'task', view: { state } });
  });

  it.each([
    ['of another task', ok({ task_id: 'other', status: 'completed' }), 'unreadable'],
    ['without a status', ok({ task_id: 't/1' }), 'unreadable'],
    ['in HTML', http(200, '<html>'), 'unreadable'],
    ['of 2 MB', http(200, 'x'.repeat(2_000_000)), 'unreadable'],
    ['404', http(404, '{}'), 'missing'],
    ['401', http(401, '{}'), 'key'],
    ['429', http(429, '{}'), 'busy'],
    ['503', http(503, ''), 'unreachable'],
    ['redirected', http(302, '', ['Location: http://127.0.0.1:1/']), 'unreadable'],
  ])('%s is %s', async (_case, bytes, kind) => {
    expect((await asked(bytes)).kind).toBe(kind);
  });
});
