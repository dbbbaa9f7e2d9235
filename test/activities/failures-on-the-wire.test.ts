import type { Socket } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { Agent } from 'undici';
import { afterEach, expect, it } from 'vitest';
import { classify } from '../../activities/providers/qingbo/classify.ts';
import { exchange, type Outgoing } from '../../activities/providers/qingbo/exchange.ts';
import { CERTIFICATE, ITS_KEY } from './a-certificate.ts';
import { http, oddServer } from './odd-server.ts';

// What docs/reference/submits.md says of failures, from real ones: the code as it comes, and what it proves.
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

type Answer = (request: string, socket: Socket) => string | undefined;

async function post(origin: string, agent: Agent.Options = {}, over: Partial<Outgoing> = {}) {
  const dispatcher = new Agent(agent);
  ends.push(() => dispatcher.destroy());
  return proof(dispatcher, { origin, ...over });
}

async function proof(dispatcher: Agent, over: Partial<Outgoing> & { readonly origin: string }) {
  const out: Outgoing = {
    ...{ path: '/', method: 'POST', headers: {}, body: Buffer.from('{}'), timeoutMs: 5_000, maxBytes: 1_000, ...over },
  };
  const result = await exchange(dispatcher, out);
  const { kind } = classify(result, 1_000, 0);
  return [result.kind === 'failure' ? result.code : result.status, kind];
}

async function odd(answer: Answer) {
  const server = await oddServer(answer);
  ends.push(server.close);
  return server;
}

/** A server with TLS that nobody trusts; whoever comes through is answered with a task. */
async function secure(options: TlsOptions = {}) {
  const server = createServer({ cert: CERTIFICATE, key: ITS_KEY, ...options }, (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(http(200, '{"task_id":"t1"}')));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ends.push(() => new Promise((done) => server.close(done)));
  const address = server.address();
  return `https://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

const sent = (answer: Answer, agent: Agent.Options = {}) => odd(answer).then(({ url }) => post(url, agent));
const hello = () => http(200, '{"task_id":"t1"}');

it.each<[string, () => Promise<unknown>, string | RegExp]>([
  ['a name that is none', () => post(`http://${'x'.repeat(64)}.invalid`), /^(ENOTFOUND|EAI_\w+)$/],
  ['a resolver that fails', () => post('http://a.invalid', { connect: { lookup: failing('EAI_AGAIN') } }), 'EAI_AGAIN'],
  ['nobody at the port', async () => post(await closedPort()), 'ECONNREFUSED'],
  ['a certificate that nobody signed', async () => post(await secure()), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [
    'a certificate of another host',
    async () => post(await secure(), { connect: { ca: CERTIFICATE } }),
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
  [
    'a server that speaks an older TLS only',
    async () => post(await secure({ maxVersion: 'TLSv1.2' }), { connect: { minVersion: 'TLSv1.3' } }),
    /^ERR_SSL_/,
  ],
  ['a server without TLS', async () => post((await mute(hello())).replace('http', 'https')), /^(ERR_SSL_\w+|EPROTO)$/],
  [
    'a handshake that breaks off',
    async () => post((await mute('')).replace('http', 'https')),
    /^(ECONNRESET|UND_ERR_SOCKET)$/,
  ],
  [
    'a handshake that never ends',
    async () => post((await mute()).replace('http', 'https'), { connect: { timeout: 50 } }),
    'UND_ERR_CONNECT_TIMEOUT',
  ],
  ['a header that is none', () => post('http://127.0.0.1:1', {}, { headers: { a: 'b\nc' } }), 'UND_ERR_INVALID_ARG'],
  [
    'a body of another length than was said',
    async () => post((await odd(hello)).url, {}, { headers: { 'content-length': '7' } }),
    'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
  ],
  ['an agent that is closed', () => after((agent) => agent.close()), /^UND_ERR_(CLOSED|DESTROYED)$/],
  ['an agent that is destroyed', () => after((agent) => agent.destroy()), 'UND_ERR_DESTROYED'],
])('%s was never written to', async (_case, act, code) => {
  expect(await act()).toEqual([expect.stringMatching(code), 'not-sent']);
});

it.each<[string, () => Promise<unknown>, string | RegExp]>([
  ['a connection that ends', () => sent((_request, socket) => void socket.end()), 'UND_ERR_SOCKET'],
  ['a connection that is reset', () => sent((_request, socket) => void socket.resetAndDestroy()), 'ECONNRESET'],
  ['bytes that are no HTTP', () => sent(() => 'garbage\r\n\r\n'), /^(HPE_\w+|HTTPParserError)$/],
  ['headers without end', () => sent(() => http(200, '', [`x: ${'x'.repeat(100_000)}`])), 'UND_ERR_HEADERS_OVERFLOW'],
  ['no headers', () => sent(() => undefined, { headersTimeout: 50 }), 'UND_ERR_HEADERS_TIMEOUT'],
  [
    'a body that stands still',
    () =>
      sent((_request, socket) => void socket.write('HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n{'), {
        bodyTimeout: 50,
      }),
    'UND_ERR_BODY_TIMEOUT',
  ],
  [
    'a body that comes short',
    () => sent(() => 'HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n{}'),
    /^(UND_ERR_RES_CONTENT_LENGTH_MISMATCH|UND_ERR_SOCKET)$/,
  ],
  ['a body above a limit', () => sent(hello, { maxResponseSize: 4 }), 'UND_ERR_RES_EXCEEDED_MAX_SIZE'],
  [
    'a server that wants a certificate of ours and says so afterwards',
    async () =>
      post(await secure({ requestCert: true, rejectUnauthorized: true }), { connect: { rejectUnauthorized: false } }),
    /^(ERR_SSL_\w+|ECONNRESET|UND_ERR_SOCKET|EPIPE)$/,
  ],
])('%s proves nothing, though the request was accepted or not', async (_case, act, code) => {
  expect(await act()).toEqual([expect.stringMatching(code), 'ambiguous']);
});

it('a task that is named is one, so this test would see an exchange that succeeds', async () => {
  expect(await post((await odd(hello)).url)).toEqual([200, 'created']);
  expect(await post(await secure(), { connect: { rejectUnauthorized: false } })).toEqual([200, 'created']);
});

/** A server that says `bytes` to whoever connects and closes; undefined: says nothing and keeps the connection. */
async function mute(bytes?: string) {
  const { createServer: plain } = await import('node:net');
  const sockets = new Set<Socket>();
  const server = plain((socket) => {
    sockets.add(socket.on('error', () => undefined));
    if (bytes !== undefined) socket.once('data', () => socket.end(bytes));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((done) => server.close(done));
  });
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

async function closedPort(): Promise<string> {
  const server = await oddServer(hello);
  await server.close();
  return server.url;
}

function failing(code: string) {
  return (_host: string, _options: object, done: (error: NodeJS.ErrnoException, address: []) => void) =>
    done(Object.assign(new Error('as the resolver says'), { code }), []);
}

async function after(end: (agent: Agent) => Promise<void>) {
  const agent = new Agent();
  await end(agent);
  return proof(agent, { origin: 'http://127.0.0.1:1' });
}
