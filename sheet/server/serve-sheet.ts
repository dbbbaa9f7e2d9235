import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { PAGE, readAssets } from '../assets.ts';
import type { Desk } from './desk.ts';
import { isOurs, isSameOrigin } from './gate.ts';
import { HEADERS } from './headers.ts';
import { openLive } from './live.ts';
import { sendMedia } from './media-answer.ts';
import { carryOut } from './orders.ts';
import { readJson } from './read-json.ts';

/** `url` holds the token: whoever has it can choose and pay, so it is shown to the person and nobody else. */
export type ServedSheet = { readonly url: string; readonly close: () => Promise<void> };

/** Serves the sheet on 127.0.0.1 at a free port, to whoever knows the random token in its address. */
export async function serveSheet(desk: Desk, pageFolder: string): Promise<ServedSheet> {
  const token = randomBytes(24).toString('base64url');
  const assets = await readAssets(pageFolder);
  const live = openLive(desk);
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else json(response, 500, { kind: 'no', words: error instanceof Error ? error.message : String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/${token}/`,
    close: async () => {
      live.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Asked for by browsers whether there is one or not, and told to nobody.
    if (request.url === '/favicon.ico') return refuse(response, 204);
    const path = isOurs(request, port, token);
    if (path === undefined || !isSameOrigin(request, port)) return refuse(response, 404);
    const { method } = request;
    if (method === 'POST') return order(request, response, path);
    if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405);
    if (path === '') return text(response, 'text/html', PAGE);
    if (path === 'page.js') return text(response, 'text/javascript', assets.script);
    if (path === 'sheet.css') return text(response, 'text/css', assets.style);
    if (path === 'live') return live.join(response);
    const [, sha256, ending] = /^media\/([0-9a-f]{64})\.([a-z0-9]{1,5})$/.exec(path) ?? [];
    const file = sha256 === undefined ? undefined : await desk.mediaFile(sha256);
    if (file === undefined || ending === undefined || sha256 === undefined) return refuse(response, 404);
    return sendMedia(request, response, { file, ending, sha256 });
  }

  async function order(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const body = await readJson(request);
    if (body.kind === 'no') return refuse(response, body.status);
    const reply = carryOut(desk, path, body.value);
    if (reply === undefined) return refuse(response, 400);
    // A refusal is an answer, too.
    json(response, 200, await reply.finally(live.hurry));
  }
}

function text(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { ...HEADERS, 'content-type': `${type}; charset=utf-8` }).end(body);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number): void {
  // What was still being sent is not read to its end.
  response.writeHead(status, { ...HEADERS, connection: 'close', 'content-length': '0' }).end();
}
