import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { TIMING } from '../plan/timing.ts';
import { tasksNamedIn } from './callback-body.ts';
import type { CallbackTokens } from './callback-token.ts';
import type { HandedOn } from './hand-callback-on.ts';

export type ListenerOptions = {
  /** 0: a free one. */
  readonly port: number;
  readonly tokens: CallbackTokens;
  readonly handOn: (attempt: string, tasks: readonly string[]) => Promise<HandedOn>;
  /** The answer to `?hello=<nonce>`, by which a listener of this home is told from a stranger's. */
  readonly proofOf: (nonce: string) => string;
  /** A callback is sent in so many ms or not at all. */
  readonly readMs?: number;
};
export type CallbackListener = { readonly port: number; readonly close: () => Promise<void> };

const MOST_BYTES = 64 * 1024;
const MOST_CONNECTIONS = 64;

/**
 * Listens on 127.0.0.1 for the vendor's calls, behind the user's own proxy. Who has no token is turned away before a
 * byte of the body or of the disk is read. Rejects where the port is taken (EADDRINUSE).
 */
export async function listenForCallbacks(options: ListenerOptions): Promise<CallbackListener> {
  const { readMs = TIMING.callbackReadMs } = options;
  const limits = { headersTimeout: readMs, requestTimeout: readMs, connectionsCheckingInterval: readMs / 5 };
  const bounds = { maxHeaderSize: 16 * 1024, keepAliveTimeout: 5_000 };
  const server = createServer({ ...limits, ...bounds }, (request, response) => {
    answer(options, request).then(
      (status) => reply(response, status),
      () => reply(response, { status: 503 }),
    );
  });
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return { port: portOf(server), close: () => closed(server) };
}

type Reply = { readonly status: number; readonly text?: string };

async function answer(options: ListenerOptions, request: IncomingMessage): Promise<Reply> {
  const target = `http://127.0.0.1${request.url ?? '/'}`;
  if (!URL.canParse(target)) return { status: 404 };
  const { pathname, searchParams } = new URL(target);
  const nonce = searchParams.get('hello') ?? '';
  if (request.method === 'GET' && /^[0-9a-f]{32}$/.test(nonce)) return { status: 200, text: options.proofOf(nonce) };
  // The proxy may keep or strip what is before the token.
  const attempt = options.tokens.attemptOf(pathname.split('/').at(-1) ?? '');
  if (attempt === undefined) return { status: 404 };
  if (request.method !== 'POST') return { status: 405 };
  const bytes = await bodyOf(request);
  if (bytes === undefined) return { status: 413 };
  const tasks = tasksNamedIn(bytes);
  if (tasks.length === 0) return { status: 400 };
  const status: { readonly [handed in HandedOn]: number } = { 'handed-on': 204, unknown: 404, 'not-now': 503 };
  return { status: status[await options.handOn(attempt, tasks)] };
}

/** The whole body; undefined: it is too long. Rejects where it is cut. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) throw new Error('a request gives bytes');
    length += part.length;
    if (length > MOST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function reply(response: ServerResponse, { status, text = '' }: Reply): void {
  // What is not read to its end is cut off: nobody makes us read what we refuse.
  const isRead = status < 400;
  response.writeHead(status, { 'cache-control': 'no-store', ...(isRead ? {} : { connection: 'close' }) });
  response.end(text, () => {
    if (!isRead) response.socket?.destroySoon();
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
