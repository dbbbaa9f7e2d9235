import { connect as connectSocket } from 'node:net';
import type { Connection, ConnectionOptions } from '@temporalio/client';
import { timings } from './timings.ts';

/** What it takes to reach a Temporal: an address, and for one of the user's own perhaps TLS and a key. */
export type ConnectionSettings = Pick<ConnectionOptions, 'address' | 'tls' | 'apiKey' | 'metadata'>;

/** Connects, uses and closes again. Throws what the connection throws when nobody answers within `timeoutMs`. */
export async function withConnection<T>(
  settings: ConnectionSettings,
  use: (connection: Connection) => Promise<T>,
  timeoutMs: number = timings.requestMs,
): Promise<T> {
  // The client takes a quarter of a second to load; a command that finds no engine needs none.
  const { Connection } = await import('@temporalio/client');
  const connection = await Connection.connect({ ...settings, connectTimeout: timeoutMs });
  try {
    return await connection.withDeadline(Date.now() + timeoutMs, () => use(connection));
  } finally {
    await connection.close();
  }
}

/** Whether a server answers requests at that address. */
export async function answers(settings: ConnectionSettings, timeoutMs?: number): Promise<boolean> {
  try {
    await withConnection(settings, (connection) => connection.workflowService.getSystemInfo({}), timeoutMs);
    return true;
  } catch {
    return false;
  }
}

/** Whether somebody listens on that port of this machine. */
export function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connectSocket({ port, host: '127.0.0.1' });
    const end = (result: boolean) => {
      socket.destroy();
      done(result);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
