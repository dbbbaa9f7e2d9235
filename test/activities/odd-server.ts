import { createServer, type Socket } from 'node:net';

export type OddServer = { readonly url: string; readonly requests: readonly string[]; close(): Promise<void> };

/**
 * A server on loopback that answers each request (its whole text) with the bytes that `answer` returns, or does what
 * it likes with the socket. For answers that no decent HTTP library would send.
 */
export async function oddServer(
  answer: (request: string, socket: Socket) => string | Buffer | undefined,
): Promise<OddServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!isWhole(text)) return;
      const whole = text;
      text = '';
      requests.push(whole);
      const bytes = answer(whole, socket);
      if (bytes !== undefined) socket.end(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** The bytes of a plain HTTP answer. */
export function http(status: number, body: string, headers: readonly string[] = []): string {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  return [`HTTP/1.1 ${status} X`, length, 'Connection: close', ...headers, '', body].join('\r\n');
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /content-length: (\d+)/i.exec(text.slice(0, end))?.[1];
  return text.length - end - 4 >= Number(length ?? 0);
}
