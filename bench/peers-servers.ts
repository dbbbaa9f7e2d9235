import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { freePorts } from '../engine/ports.ts';
import { folderOf, postgresUser, restateProgram } from './peers-found.ts';
import { type PeerServer, peerServer } from './peers-server.ts';

/** What a peer's program is told about its server. */
export type ServerFacts = { readonly [fact: string]: string | number };
/** A server that is up, and what a program that makes the batch `name` is told about it. */
export type Started = { readonly server: PeerServer; readonly facts: (name: string) => ServerFacts };

/** Starts a peer's server with its data in `folder`. */
export type StartServer = (folder: string) => Promise<Started>;

const HOST = '127.0.0.1';
/** A connection that says nothing for so long is not ready. */
const ANSWER_WITHIN_MS = 1_000;

/** Redis as BullMQ's guide wants it in production: an append-only file, synced every second, and nothing evicted. */
export const startRedis: StartServer = async (folder) => {
  const [port = 0] = await freePorts(1);
  const settings = { port, bind: HOST, dir: folder, appendonly: 'yes', 'maxmemory-policy': 'noeviction' };
  const server = peerServer({
    command: inFolder('redis-server'),
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    cwd: folder,
    isReady: () => answersPing(port),
  });
  await server.start();
  return { server, facts: (name) => ({ name, port }) };
};

/** PostgreSQL as it comes: every commit is on the disk before it is answered. */
export const startPostgres: StartServer = async (folder) => {
  const [port = 0] = await freePorts(1);
  const user = postgresUser();
  const data = path.join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (user !== undefined) {
    // It comes to its folder through ours, which are for us alone.
    for (const above of [folder, path.dirname(folder)]) chmodSync(above, 0o711);
    chownSync(data, user.uid, user.gid);
  }
  const asUser = { cwd: data, ...user };
  execFileSync(inFolder('initdb'), ['-D', data, '-U', 'peer', '--auth=trust'], { ...asUser, stdio: 'ignore' });
  const server = peerServer({
    command: inFolder('postgres'),
    args: ['-D', data, '-p', String(port), '-h', HOST, '-k', ''],
    cwd: data,
    ...(user === undefined ? {} : { user }),
    isReady: async () => spawnSync(inFolder('pg_isready'), ['-h', HOST, '-p', String(port)]).status === 0,
  });
  await server.start();
  return { server, facts: (name) => ({ name, url: `postgresql://peer@${HOST}:${port}/peer` }) };
};

/** Restate's server as it comes, with the flow control that bounds how many calls run at once switched on. */
export const startRestate: StartServer = async (folder) => {
  const program = restateProgram();
  if (program === undefined) throw new Error('there is no restate-server for this platform among its packages');
  const [port = 0, ingress = 0, admin = 0, servicePort = 0] = await freePorts(4);
  const [ingressUrl, adminUrl] = [`http://${HOST}:${ingress}`, `http://${HOST}:${admin}`];
  const args = ['--base-dir', folder, '--bind-ip', HOST, '--bind-port', String(port), '--listen-mode', 'tcp'];
  const server = peerServer({
    ...onThisMachine(program, args),
    env: {
      RESTATE_INGRESS__BIND_PORT: String(ingress),
      RESTATE_ADMIN__BIND_PORT: String(admin),
      RESTATE_EXPERIMENTAL_ENABLE_VQUEUES: 'true',
      RESTATE_EXPERIMENTAL_ENABLE_PROTOCOL_V7: 'true',
      RESTATE_DISABLE_TELEMETRY: 'true',
      DO_NOT_TRACK: '1',
    },
    cwd: folder,
    isReady: async () => {
      const asked = [`${ingressUrl}/restate/health`, `${adminUrl}/health`].map((url) => fetch(url));
      return (await Promise.all(asked)).every(({ ok }) => ok);
    },
  });
  await server.start();
  return { server, facts: (name) => ({ name, ingressUrl, adminUrl, servicePort }) };
};

/**
 * Restate's server asks the internet at each start whether there is a newer one, and has no setting against it: where we
 * may, it is shown an empty list of name servers.
 */
function onThisMachine(program: string, args: readonly string[]) {
  const script = 'mount --bind /dev/null /etc/resolv.conf && exec "$@"';
  const isolated = ['--mount', 'sh', '-c', script, 'sh'];
  const may = spawnSync('unshare', [...isolated, 'true']).status === 0;
  return may ? { command: 'unshare', args: [...isolated, program, ...args] } : { command: program, args };
}

function inFolder(program: string): string {
  const folder = folderOf(program);
  if (folder === undefined) throw new Error(`${program} is not installed: node bench/peers/set-up.mjs --servers`);
  return path.join(folder, program);
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port, timeout: ANSWER_WITHIN_MS });
    const end = (isReady: boolean) => {
      socket.destroy();
      resolve(isReady);
    };
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (bytes) => end(String(bytes).startsWith('+PONG')));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
