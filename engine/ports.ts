import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { EngineError } from './engine-error.ts';

/**
 * Below the ports that systems give to outgoing connections: while a server of ours is down, such a connection could
 * take its port, a client's own that tries to reach it included (TCP connects a port to itself), and it would come back
 * elsewhere.
 */
const LOWEST_PORT = 20_000;
const PORT_AFTER = 32_000;
const MOST_TRIES = 1_000;

/** That many different free ports on 127.0.0.1; `wanted` comes first where it is still free. */
export async function freePorts(count: number, wanted?: number): Promise<readonly number[]> {
  const held: Server[] = [];
  try {
    if (wanted !== undefined) {
      const again = await listen(wanted);
      if (again !== undefined) held.push(again);
    }
    // All are held until the last is known, or the system could hand out one twice.
    for (let tries = 0; held.length < count; tries += 1) {
      if (tries > MOST_TRIES) {
        throw new EngineError('ENGINE_PORT', 'No port is free on 127.0.0.1.', 'Close some programs and try again.');
      }
      const one = await listen(randomInt(LOWEST_PORT, PORT_AFTER));
      if (one !== undefined) held.push(one);
    }
    return held.map(portOf);
  } finally {
    await Promise.all(held.map((one) => new Promise((done) => one.close(done))));
  }
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => done(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a listening port has a number');
  return address.port;
}
