import type { Client } from '@temporalio/client';
import type { Shell } from './shell.ts';

/** Uses an engine that answers and has a worker, started where none runs. Throws EngineError. */
export async function withEngine<T>(shell: Shell, use: (client: Client) => Promise<T>): Promise<T> {
  const engine = await ensured(shell);
  return withClient(engine, use);
}

async function ensured(shell: Shell) {
  const { ensureEngine, isEngineError, stopEngine } = await import('../../engine/index.ts');
  const ensure = () =>
    ensureEngine({
      home: shell.home,
      binary: { env: shell.env, cacheDir: shell.cache, report: shell.terminal.say },
      workerScript: shell.scripts.worker,
      version: shell.version,
      report: shell.terminal.say,
    });
  try {
    return await ensure();
  } catch (error) {
    // Another build's engine with nothing to do is no reason to bother anybody.
    if (!isEngineError(error) || error.code !== 'ENGINE_VERSION' || (await hasOpenRuns(shell))) throw error;
    shell.terminal.say('The engine of another build has nothing to do: starting this one');
    await stopEngine({ home: shell.home });
    return ensure();
  }
}

async function hasOpenRuns(shell: Shell): Promise<boolean> {
  const query = "ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH 'run/'";
  const found = await withLivingEngine(shell, (client) => client.workflow.count(query));
  // An engine that does not answer may hold runs: nobody but its owner decides.
  return found === undefined || found.count > 0;
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
