import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { findBinary } from '../../engine/index.ts';
import type { Activities } from '../../plan/activity.ts';
import { TASK_QUEUE } from '../../plan/recorded-names.ts';

export type TestEngine = {
  readonly client: Client;
  readonly bundle: { readonly code: string };
  readonly stop: () => Promise<void>;
};

/** What the workflows' sandbox is filled with. */
export function bundleWorkflows(): Promise<{ readonly code: string }> {
  const [workflowsPath = '', certain = ''] = ['index', 'certain'].map((name) =>
    fileURLToPath(new URL(`../../workflows/${name}.ts`, import.meta.url)),
  );
  return bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [certain],
    logger: new DefaultLogger('ERROR'),
  });
}

/** A real server in memory and a real worker with the given activities; stop both with `stop`. */
export async function startEngine(activitiesOf: (client: () => Client) => Activities): Promise<TestEngine> {
  const [server, bundle] = await Promise.all([startServer(), bundleWorkflows()]);
  const { client } = server;
  const native = await NativeConnection.connect({ address: server.address });
  const worker = await Worker.create({
    connection: native,
    taskQueue: TASK_QUEUE,
    workflowBundle: bundle,
    activities: activitiesOf(() => client),
    stickyQueueScheduleToStartTimeout: '1s',
    defaultHeartbeatThrottleInterval: '1s',
    maxHeartbeatThrottleInterval: '1s',
  });
  const working = worker.run();
  return {
    client,
    bundle,
    stop: async () => {
      worker.shutdown();
      await working;
      await native.close();
      await server.stop();
    },
  };
}

let isQuiet = false;
function quiet(): void {
  if (!isQuiet) Runtime.install({ logger: new DefaultLogger('ERROR') });
  isQuiet = true;
}

export type TestServer = {
  readonly address: string;
  readonly client: Client;
  readonly stop: () => Promise<void>;
};

/** A real server in memory, and a client of it. */
export async function startServer(): Promise<TestServer> {
  quiet();
  const binary = await findBinary({ env: process.env });
  const [port, http] = [await freePort(), await freePort()];
  const eager = 'system.enableActivityEagerExecution=true';
  const args = [
    'server',
    'start-dev',
    '--headless',
    '--ip',
    '127.0.0.1',
    '--port',
    `${port}`,
    '--http-port',
    `${http}`,
  ];
  const quietArgs = ['--log-level', 'never', '--dynamic-config-value', eager];
  const child = spawn(binary, [...args, ...quietArgs], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = `127.0.0.1:${port}`;
  const connection = await connect(address);
  return {
    address,
    client: new Client({ connection }),
    stop: async () => {
      await connection.close();
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function connect(address: string): Promise<Connection> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 500 });
      await connection.workflowService.describeNamespace({ namespace: 'default' });
      return connection;
    } catch (error) {
      if (attempt > 80) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
