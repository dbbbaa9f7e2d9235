import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A server on 127.0.0.1 that answers once `serve` was called; requests that come before wait for it. */
export type Listening = {
  readonly port: number;
  readonly serve: (serve: Serve) => void;
  /** Ends all connections, also those that are being answered. */
  readonly close: () => Promise<void>;
};

/** Listens on a port (0: a free one). Rejects where it is taken. */
export async function listen(wantedPort: number): Promise<Listening> {
  let begin: (serve: Serve) => void = () => {};
  const ready = new Promise<Serve>((resolve) => {
    begin = resolve;
  });
  const server = createServer(async (request, response) => {
    try {
      await (await ready)(request, response);
    } catch (error) {
      answerOurBug(response, error);
    }
  });
  // A client that sends on a kept connection just when it is closed sees a reset: faults are scripted, not by chance.
  server.keepAliveTimeout = 120_000;
  server.listen(wantedPort, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the simulator has no port');
  return {
    port: address.port,
    serve: begin,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A caller that went away is no bug; all else is, and says so instead of hanging. */
function answerOurBug(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code: 'simulator_error', message } }));
}
