import { createServer, type Server } from 'node:net';

/** An address of this machine that no vendor names; it counts who comes all the same. */
export type Trap = { readonly url: string; readonly visits: () => number; readonly close: () => Promise<void> };

/** Listens on a loopback address that is not 127.0.0.1, which the simulator's results may lead to. */
export async function openTrap(): Promise<Trap> {
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.2', resolve);
  });
  return {
    url: `http://127.0.0.2:${portOf(server)}`,
    visits: () => visits,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen');
  return address.port;
}
