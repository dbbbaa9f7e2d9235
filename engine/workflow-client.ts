import type { Client } from '@temporalio/client';
import type { ConnectionSettings } from './temporal-connection.ts';

/** A client of a Temporal that answers. Close it by `client.connection.close()`. */
export async function connectClient(settings: ConnectionSettings, namespace: string): Promise<Client> {
  // It takes a quarter of a second to load, and who only asks whether an engine runs needs none of it.
  const { Client, Connection } = await import('@temporalio/client');
  return new Client({ connection: await Connection.connect(settings), namespace });
}
