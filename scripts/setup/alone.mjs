import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** Runs the work while no other set-up of this folder runs; whoever comes second waits. */
export async function alone(root, work) {
  const address = lockAddress(root);
  for (;;) {
    const lock = await listen(address);
    if (lock !== undefined) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    console.error('Waiting for another set-up of this folder.');
    await untilGone(address);
  }
}

// Who listens holds the lock, and the system takes it from a process that dies: nothing to go stale.
function lockAddress(root) {
  const folder = createHash('sha256').update(root).digest('hex').slice(0, 12);
  // Short: where it is a file, macOS allows 104 bytes with the folder before it.
  const name = `dailies-${process.getuid?.() ?? 0}-${folder}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(os.tmpdir(), name);
}

async function listen(address) {
  const waiting = new Set();
  const server = createServer((socket) => {
    waiting.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => waiting.delete(socket));
  });
  server.listen(address);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (error.code === 'EADDRINUSE') return undefined;
    throw error;
  }
  return {
    release() {
      server.close();
      for (const socket of waiting) socket.destroy();
    },
  };
}

async function untilGone(address) {
  const socket = connect(address);
  socket.resume();
  let refused = false;
  socket.on('error', (error) => {
    refused = error.code === 'ECONNREFUSED';
  });
  await once(socket, 'close');
  // A socket that is a file outlives its process.
  if (refused && path.isAbsolute(address)) rmSync(address, { force: true });
}
