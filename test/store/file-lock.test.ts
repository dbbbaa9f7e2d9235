import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createFileLock } from '../../store/file-lock.ts';
import { emptyFolder } from './a-store.ts';
import { bundledStore, ended, startChild, told } from './child.ts';

const lockIn = (folder: string, waitMs: number) =>
  createFileLock({ folder: path.join(folder, 'locks'), temporaries: path.join(folder, 'temporary'), waitMs });
const script = (folder: string, act: string) => `
  const lock = room.createFileLock({ folder: ${JSON.stringify(folder)} + '/locks', temporaries: ${JSON.stringify(folder)} + '/temporary', waitMs: 20000 });
  const { readFileSync, writeFileSync } = await import('node:fs');
  ${act}`;

test('processes that add to one number under the lock lose nothing', async () => {
  const folder = await emptyFolder();
  const room = await bundledStore(folder);
  const count = path.join(folder, 'count');
  await writeFile(count, '0');
  const act = `for (let i = 0; i < 10; i++) await lock('x', async () => {
    const n = Number(readFileSync(${JSON.stringify(count)}, 'utf8'));
    await new Promise((done) => setImmediate(done));
    writeFileSync(${JSON.stringify(count)}, String(n + 1));
  });
  tell('done'); process.disconnect();`;
  const children = await Promise.all(Array.from({ length: 5 }, () => startChild(room, 'adder', script(folder, act))));
  await Promise.all(children.map(told));
  await Promise.all(children.map(ended));
  expect(await readFile(count, 'utf8')).toBe('50');
});

test('a holder that was killed loses the lock at once, one that lives keeps it', async () => {
  const folder = await emptyFolder();
  const room = await bundledStore(folder);
  const act = `await lock('x', async () => { tell('held'); await new Promise((done) => setTimeout(done, 60000)); });`;
  const child = await startChild(room, 'holder', script(folder, act));
  expect(await told(child)).toBe('held');
  await expect(lockIn(folder, 100)('x', async () => 'mine')).rejects.toMatchObject({ code: 'BUSY', exit: 75 });
  child.kill('SIGKILL');
  await ended(child);
  expect(await lockIn(folder, 1000)('x', async () => 'mine')).toBe('mine');
});

test('a failure under the lock sets it free', async () => {
  const lock = lockIn(await emptyFolder(), 1000);
  await expect(lock('x', async () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
  expect(await lock('x', async () => 1)).toBe(1);
});
