import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';

/** How the server answers a request for the archive. */
export type Answer = (response: ServerResponse) => void;

/** A server on this machine in the place of temporal.download. */
export async function openArchiveServer(answer: Answer) {
  const asked: string[] = [];
  let present = answer;
  let redirects = false;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (redirects && path !== '/moved') response.writeHead(302, { location: '/moved' }).end();
    else present(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/cli/archive`,
    /** The paths that were asked for. */
    asked,
    /** First a redirect, then that answer. */
    redirectTo(next: Answer) {
      redirects = true;
      present = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The bytes, with their length. */
export const whole =
  (bytes: Buffer): Answer =>
  (response) =>
    response.writeHead(200, { 'content-length': bytes.length }).end(bytes);

/** Says more bytes than it sends, and hangs up. */
export const cutOff =
  (bytes: Buffer): Answer =>
  (response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  };

/** A status without an archive. */
export const status =
  (code: number): Answer =>
  (response) =>
    response.writeHead(code).end('no');
