import { externalEngine } from './external.ts';
import { engineStatus } from './look.ts';
import { embeddedNamespace } from './pinned.ts';
import { answers, type ConnectionSettings } from './temporal-connection.ts';

/** The engine that answers now, if any: the user's own Temporal or this home's. Starts nothing. */
export async function livingEngine(options: {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
}): Promise<{ readonly settings: ConnectionSettings; readonly namespace: string } | undefined> {
  const external = await externalEngine(options.env);
  if (external !== undefined) return (await answers(external.settings)) ? external : undefined;
  const { address, server } = engineStatus({ home: options.home });
  if (address === undefined || server?.alive !== true) return undefined;
  const settings = { address };
  return (await answers(settings)) ? { settings, namespace: embeddedNamespace } : undefined;
}
