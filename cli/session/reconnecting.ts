import type { Client } from '@temporalio/client';
import type { RunView } from '../../plan/run-view.ts';
import type { RunEntry } from '../../store/index.ts';
import { askProgress } from './find-run.ts';
import type { Shell } from './shell.ts';

/** A client that follows its engine: one that came back may answer at another address. */
export type Reconnecting = {
  readonly client: () => Client;
  /** What a run has changed since a cursor. Throws where nobody answers. */
  readonly ask: (entry: RunEntry, since: number) => Promise<RunView>;
  /** Closes what was connected anew; the first client is its owner's. */
  readonly close: () => Promise<void>;
};

export async function reconnecting(shell: Shell, first: Client): Promise<Reconnecting> {
  const { connectClient, engineStatus, livingEngine } = await import('../../engine/index.ts');
  const addressNow = () => engineStatus({ home: shell.home }).address;
  let address = addressNow();
  let client = first;
  const close = async () => {
    if (client !== first) await client.connection.close();
  };
  const moved = async (): Promise<boolean> => {
    const next = addressNow();
    if (next === undefined || next === address) return false;
    const engine = await livingEngine({ home: shell.home, env: shell.env });
    if (engine === undefined) return false;
    const again = await connectClient(engine.settings, engine.namespace);
    await close();
    address = next;
    client = again;
    return true;
  };
  return {
    client: () => client,
    ask: async (entry, since) => {
      try {
        return await askProgress(client, entry, since);
      } catch (error) {
        if (!(await moved())) throw error;
        return askProgress(client, entry, since);
      }
    },
    close,
  };
}
