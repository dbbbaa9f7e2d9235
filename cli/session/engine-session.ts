import type { Client } from '@temporalio/client';
import type { Shell } from './shell.ts';

/** Uses an engine that answers and has a worker, started where none runs. Throws EngineError. */
export async function withEngine<T>(shell: Shell, use: (client: Client) => Promise<T>): Promise<T> {
  const { ensureEngine } = await import('../../engine/index.ts');
  const engine = await ensureEngine({
    home: shell.home,
    binary: { env: shell.env, cacheDir: shell.cache, report: shell.terminal.say },
    workerScript: shell.scripts.worker,
    version: shell.version,
    report: shell.terminal.say,
  });
  return withClient(engine, use);
}

/** Uses the engine if one answers; undefined where none does. Starts nothing. */
export async function withLivingEngine<T>(shell: Shell, use: (client: Client) => Promise<T>): Promise<T | undefined> {
  const { livingEngine } = await import('../../engine/index.ts');
  const engine = await livingEngine({ home: shell.home, env: shell.env });
  return engine === undefined ? undefined : withClient(engine, use);
}

type Reach = { readonly settings: import('../../engine/index.ts').ConnectionSettings; readonly namespace: string };

async function withClient<T>({ settings, namespace }: Reach, use: (client: Client) => Promise<T>): Promise<T> {
  const { connectClient } = await import('../../engine/index.ts');
  const client = await connectClient(settings, namespace);
  try {
    return await use(client);
  } finally {
    await client.connection.close();
  }
}
