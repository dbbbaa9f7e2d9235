import { EngineError } from './engine-error.ts';
import { embeddedNamespace } from './pinned.ts';
import { type ConnectionSettings, withConnection } from './temporal-connection.ts';
import { timings } from './timings.ts';

/** A Temporal of the user's own. */
export interface ExternalEngine {
  readonly settings: ConnectionSettings & { readonly address: string };
  readonly namespace: string;
}

/** The Temporal that TEMPORAL_ADDRESS or a profile of Temporal's own configuration names, if any. */
export async function externalEngine(env: NodeJS.ProcessEnv): Promise<ExternalEngine | undefined> {
  const { loadClientConnectConfig } = await import('@temporalio/envconfig');
  const overrideEnvVars: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) overrideEnvVars[name] = value;
  const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars });
  const { address, tls, apiKey, metadata } = connectionOptions;
  if (address === undefined || address === '') return undefined;
  const key = typeof apiKey === 'string' ? { apiKey } : {};
  const headers = metadata === undefined ? {} : { metadata };
  return {
    settings: { address, ...(tls == null ? {} : { tls }), ...key, ...headers },
    namespace: namespace ?? embeddedNamespace,
  };
}

/** Makes sure that it answers and knows the namespace. Throws ENGINE_UNREACHABLE. */
export async function reachExternal(engine: ExternalEngine): Promise<void> {
  const { settings, namespace } = engine;
  try {
    await withConnection(
      settings,
      (connection) => connection.workflowService.describeNamespace({ namespace }),
      timings.externalMs,
    );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError(
      'ENGINE_UNREACHABLE',
      `Temporal at ${settings.address} (namespace ${namespace}) does not answer: ${reason}`,
      'Check TEMPORAL_ADDRESS and its key, or unset it to use the built-in engine.',
      { cause },
    );
  }
}
