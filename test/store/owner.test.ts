import { expect, test } from 'vitest';
import type { Owner } from '../../plan/claim.ts';
import { provablyDead, thisProcess } from '../../store/index.ts';
import { emptyFolder } from './a-store.ts';
import { bundledStore, ended, startChild, told } from './child.ts';

test('a process is provably dead once it was killed, and not before', async () => {
  const room = await bundledStore(await emptyFolder());
  const child = await startChild(room, 'owner', 'tell(await room.thisProcess()); setInterval(() => {}, 1000);');
  const owner = (await told(child)) as Owner;
  expect(owner.pid).toBe(child.pid);
  expect(await provablyDead(owner)).toBe(false);
  child.kill('SIGSTOP');
  expect(await provablyDead(owner)).toBe(false);
  child.kill('SIGKILL');
  await ended(child);
  expect(await provablyDead(owner)).toBe(true);
});

test('a pid that was given to another process is told by its start', async () => {
  const mine = await thisProcess();
  expect(mine.start).not.toBe('');
  expect(await provablyDead(mine)).toBe(false);
  expect(await provablyDead({ ...mine, start: `${mine.start}0` })).toBe(true);
});

test('another host or another boot proves nothing', async () => {
  const mine = await thisProcess();
  const gone = { ...mine, pid: 2 ** 22 + 1 };
  expect(await provablyDead(gone)).toBe(true);
  expect(await provablyDead({ ...gone, host: 'elsewhere' })).toBe(false);
  expect(await provablyDead({ ...gone, boot: 'before' })).toBe(false);
  expect(await provablyDead({ ...gone, boot: '' })).toBe(false);
});
