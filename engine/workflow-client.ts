import { Client, Connection } from '@temporalio/client';
import type { ConnectionSettings } from './temporal-connection.ts';

/** A client of a Temporal that answers. Close it by `client.connection.close()`. */
export async function connectClient(settings: ConnectionSettings, namespace: string): Promise<Client> {
  return new Client({ connection: await Connection.connect(settings), namespace });
}
