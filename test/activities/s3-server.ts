import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from '../../config/index.ts';

/** `npm test` builds it where Go is present: scripts/setup/versitygw.mjs. */
const BINARY = path.join(cacheFolder(process.env), 'versitygw-v1.8.0');
export const hasS3Server = existsSync(BINARY);

export const ACCESS = 'test-access-key';
export const SECRET = 'test-secret-key-canary';

/** A real S3 server on this machine, with one bucket. */
export type S3Server = {
  readonly endpoint: string;
  readonly bucket: string;
  /** Where the bucket's objects lie as files. */
  readonly folder: string;
  readonly close: () => Promise<void>;
};

export async function startS3Server(): Promise<S3Server> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'dailies-s3-'));
  const folder = path.join(root, 'data', 'studio');
  await mkdir(folder, { recursive: true });
  await mkdir(path.join(root, 'side'));
  const port = await freePort();
  const keys = ['--access', ACCESS, '--secret', SECRET, '--port', `127.0.0.1:${port}`, '--quiet'];
  const files = ['posix', '--sidecar', path.join(root, 'side'), path.join(root, 'data')];
  const child = spawn(BINARY, [...keys, ...files], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  await answers(endpoint, child);
  return {
    ...{ endpoint, bucket: 'studio', folder },
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function answers(endpoint: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`the S3 server ended with ${child.exitCode}`);
    const answer = await fetch(endpoint).catch(() => undefined);
    if (answer !== undefined) return;
    await sleep(50);
  }
  throw new Error('the S3 server does not answer');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
