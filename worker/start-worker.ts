import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, type NativeConnectionOptions, Runtime, Worker } from '@temporalio/worker';
import { bootMs, type Callbacks, makeActivities, temporalPulse } from '../activities/index.ts';
import { readAccount } from '../config/index.ts';
import { type ConnectionSettings, connectClient, type HomeLayout, readEpoch } from '../engine/index.ts';
import type { Activities } from '../plan/activity.ts';
import { TASK_QUEUE } from '../plan/recorded-names.ts';
import { TIMING } from '../plan/timing.ts';
import { sha256Of } from '../store/index.ts';
import { accountsOf } from './account-of.ts';
import { openCallbackDoor } from './callback-door.ts';
import { makeHosts } from './hosts.ts';
import { log } from './log.ts';
import { makeStores } from './stores.ts';
import { workflowDoor } from './workflow-door.ts';

export type WorkerOptions = {
  readonly layout: HomeLayout;
  readonly settings: ConnectionSettings;
  readonly namespace: string;
};
export type RunningWorker = {
  /** Waits end at once; a claimed POST is answered first. */
  readonly stop: () => void;
  readonly ended: Promise<void>;
};

/** Each wait holds one: 5 an account, downloads and 20 more, or submits queue behind waits. */
const ACTIVITIES_AT_ONCE = 400;
const CACHED_WORKFLOWS = 500;

/** Starts the worker on an engine that answers. Workflows come from the bundle that the build made. */
export async function startWorker({ layout, settings, namespace }: WorkerOptions): Promise<RunningWorker> {
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  const stopping = new AbortController();
  const client = await connectClient(settings, namespace);
  const connection = await NativeConnection.connect(native(settings));
  const storeOf = makeStores();
  const door = await openCallbackDoor({ home: layout.home, storeOf, log });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: fileURLToPath(new URL('../workflows.bundle.js', import.meta.url)) },
    activities: activitiesFor({ layout, client, storeOf, callbacks: door.callbacks, stopping: stopping.signal }),
    maxCachedWorkflows: CACHED_WORKFLOWS,
    maxConcurrentActivityTaskExecutions: ACTIVITIES_AT_ONCE,
    stickyQueueScheduleToStartTimeout: TIMING.stickyMs,
    defaultHeartbeatThrottleInterval: TIMING.heartbeatThrottleMs,
    maxHeartbeatThrottleInterval: TIMING.heartbeatThrottleMs,
    shutdownGraceTime: TIMING.shutdownGraceMs,
    shutdownForceTime: TIMING.shutdownForceMs,
  });
  const ended = worker.run().finally(async () => {
    await door.close();
    await connection.close();
    await client.connection.close();
  });
  return {
    ended,
    stop: () => {
      stopping.abort();
      if (worker.getState() === 'RUNNING') worker.shutdown();
    },
  };
}

// Compression costs more than it saves on loopback; the native connection wants the key as text.
function native({ address, tls, apiKey, metadata }: ConnectionSettings): NativeConnectionOptions {
  return {
    grpcCompression: { codec: 'none' },
    ...(address === undefined ? {} : { address }),
    ...(tls === undefined ? {} : { tls }),
    ...(typeof apiKey === 'string' ? { apiKey } : {}),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

type Facts = {
  readonly layout: HomeLayout;
  readonly client: Awaited<ReturnType<typeof connectClient>>;
  readonly storeOf: ReturnType<typeof makeStores>;
  readonly callbacks: Callbacks;
  readonly stopping: AbortSignal;
};

function activitiesFor({ layout, client, storeOf, callbacks, stopping }: Facts): Activities {
  const { home } = layout;
  return makeActivities({
    storeOf,
    storesOf: (id) => Promise.all(readAccount(home, id).stores.map(storeOf)),
    accountOf: accountsOf(home),
    hostOf: makeHosts(home),
    engine: workflowDoor({
      ...{ client, log },
      inputOf: (account) => {
        const { limit, speed } = readAccount(home, account);
        return { interpreter: 1, account, limit, speed };
      },
    }),
    clock: { wallMs: Date.now, monotonicMs: () => performance.now(), bootMs },
    sha256hex: sha256Of,
    random: Math.random,
    pulse: () => {
      const pulse = temporalPulse();
      return { beat: pulse.beat, cancelled: AbortSignal.any([pulse.cancelled, stopping]) };
    },
    // Read anew: a server that was started again takes the next number, and this worker stays.
    engineEpoch: () => readEpoch(layout),
    callbacks,
    log,
  });
}
