import { readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openStore, thisProcess } from '../../store/index.ts';
import { sweepTemporaries, temporaryPath } from '../../store/temporaries.ts';
import { emptyFolder } from './a-store.ts';
import { bundledStore, ended, startChild, told } from './child.ts';

test('what a killed process was downloading goes when the store is opened, and what a living one is stays', async () => {
  const root = await emptyFolder();
  const room = await bundledStore(await emptyFolder());
  const script = `
    import { writeFile } from 'node:fs/promises';
    const store = await room.openStore({ root: ${JSON.stringify(root)}, realm: 'simulator' });
    const part = await store.media.part('task.part');
    await writeFile(part, 'half');
    tell(part);
    setInterval(() => {}, 1000);`;
  const [killed, living] = [await startChild(room, 'killed', script), await startChild(room, 'living', script)];
  const [gone, kept] = [String(await told(killed)), String(await told(living))];
  killed.kill('SIGKILL');
  await ended(killed);
  living.kill('SIGSTOP');
  await openStore({ root, realm: 'simulator' });
  const left = await readdir(path.dirname(kept));
  living.kill('SIGKILL');
  expect(left).toContain(path.basename(kept));
  expect(left).not.toContain(path.basename(gone));
});

test('a pid that another process has by now, another boot, and what was put aside', async () => {
  const folder = await emptyFolder();
  const { pid } = await thisProcess();
  const named = (name: string) => path.basename(temporaryPath(folder, name));
  const mine = named('mine.part');
  // The mark: machine, then start.
  const reused = named('reused.part').replace(/[0-9a-f]{8}\.([0-9a-f]{12})$/, '00000000.$1');
  const elsewhere = named('elsewhere.part')
    .replace(`.${pid}.`, '.4194305.')
    .replace(/\.[0-9a-f]{8}/, '.00000000');
  const dead = named('dead.part').replace(`.${pid}.`, '.4194305.');
  const corrupt = named('corrupt-0').replace(`.${pid}.`, '.4194305.');
  for (const name of [mine, reused, elsewhere, dead, corrupt]) await writeFile(path.join(folder, name), '');
  await sweepTemporaries(folder, Date.now());
  expect(new Set(await readdir(folder))).toEqual(new Set([mine, elsewhere, corrupt]));
});

test('what nobody can be asked about goes after a day', async () => {
  const folder = await emptyFolder();
  await writeFile(path.join(folder, 'old'), '');
  await writeFile(path.join(folder, 'new'), '');
  await utimes(path.join(folder, 'old'), 1, 1);
  await sweepTemporaries(folder, Date.now());
  expect(await readdir(folder)).toEqual(['new']);
});
