import { chmod, chown, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFileObjects } from '../../store/file-objects.ts';
import { diskPath, keyOfPath } from '../../store/names-on-disk.ts';
import { segment, textOf } from '../../store/object-store.ts';
import { emptyFolder } from './a-store.ts';
import { bundledStore, ended, startChild, told } from './child.ts';

async function objectsIn(folder: string) {
  return createFileObjects({ folder: path.join(folder, 'objects'), temporaries: path.join(folder, 'temporary') });
}
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | undefined) => value && new TextDecoder().decode(value);
const key = fc
  .array(fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.map(segment).join('/'));

const NOBODY = 65_534;

/** Root may read and write everything: the work is done as somebody else, to whom these folders belong. */
async function withoutPrivilege(folder: string, work: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return work();
  const folders = ['', 'temporary', 'objects', 'objects/a'];
  await Promise.all(folders.map((name) => chown(path.join(folder, name), NOBODY, NOBODY)));
  process.seteuid?.(NOBODY);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('objects as files', () => {
  test('of twenty processes that put one key if it is absent, exactly one wins, and all read its value', async () => {
    const folder = await emptyFolder();
    const room = await bundledStore(folder);
    const script = `
      const folder = ${JSON.stringify(folder)};
      const objects = room.createFileObjects({ folder: folder + '/objects', temporaries: folder + '/temporary' });
      tell('ready');
      process.once('message', async () => {
        const won = [];
        for (let round = 0; round < 20; round++) {
          if (await objects.putIfAbsent('claims/' + round, Buffer.from(String(process.pid)))) won.push(round);
        }
        tell(won);
        process.disconnect();
      });`;
    const racers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const child = await startChild(room, 'racer', script);
        expect(await told(child)).toBe('ready');
        return child;
      }),
    );
    const results = racers.map(told);
    for (const racer of racers) racer.send('go');
    const won = (await Promise.all(results)).map((rounds) => rounds as number[]);
    await Promise.all(racers.map(ended));
    expect(won.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, round) => round));
    const objects = await objectsIn(folder);
    for (const [index, rounds] of won.entries()) {
      for (const round of rounds) {
        expect(text(await objects.get(`claims/${round}`))).toBe(String(racers[index]?.pid));
      }
    }
    expect(await readdir(path.join(folder, 'temporary'))).toEqual([]);
  });

  test('it behaves as a map from keys to values', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ key, value: fc.string(), absent: fc.boolean() }), { maxLength: 12 }),
        async (puts) => {
          const objects = await objectsIn(await emptyFolder());
          const model = new Map<string, string>();
          for (const put of puts) {
            const at = `all/${put.key}/end`;
            if (put.absent) expect(await objects.putIfAbsent(at, bytes(put.value))).toBe(!model.has(at));
            else await objects.put(at, bytes(put.value));
            if (!put.absent || !model.has(at)) model.set(at, put.value);
          }
          for (const [at, value] of model) expect(text(await objects.get(at))).toBe(value);
          expect(await objects.list('all')).toEqual([...model.keys()].sort());
        },
      ),
      { numRuns: 25 },
    );
  });

  test('a key and its path on disk say the same, in names that every file system takes', () => {
    fc.assert(
      fc.property(key, fc.string({ minLength: 1, maxLength: 400 }), (any, foreign) => {
        for (const each of [any, segment(foreign)]) {
          expect(keyOfPath(diskPath(each))).toBe(each);
          expect(diskPath(each)).toMatch(/^[a-z0-9._@%A-F~/-]+$/);
          for (const name of diskPath(each).split('/')) {
            expect(name.length).toBeLessThan(200);
            expect(name).not.toMatch(/^\.|\.$/);
          }
        }
        expect(textOf(segment(foreign))).toBe(foreign);
      }),
    );
    expect(diskPath('a/Hero')).not.toBe(diskPath('a/hero'));
    expect(diskPath('a/Hero').toLowerCase()).not.toBe(diskPath('a/hero').toLowerCase());
    expect(() => diskPath('a//b')).toThrow(/BAD|empty/);
  });

  test('what cannot be read is never absent', async () => {
    const folder = await emptyFolder();
    const objects = await objectsIn(folder);
    expect(await objects.get('a/b')).toBeUndefined();
    expect(await objects.list('a')).toEqual([]);
    await mkdir(path.join(folder, 'objects/a/b'), { recursive: true });
    await expect(objects.get('a/b')).rejects.toMatchObject({ code: 'UNREADABLE' });
    await writeFile(path.join(folder, 'objects/file'), '');
    await expect(objects.get('file/below')).rejects.toMatchObject({ code: 'UNREADABLE' });
    await expect(objects.put('file/below', bytes('1'))).rejects.toMatchObject({ code: 'UNWRITABLE', exit: 73 });
    await expect(objects.list('file')).rejects.toMatchObject({ code: 'UNREADABLE' });
  });

  test('a folder without permission is unreadable and unwritable', async () => {
    const folder = await emptyFolder();
    const objects = await objectsIn(folder);
    await objects.put('a/b', bytes('1'));
    await chmod(path.join(folder, 'objects/a'), 0o000);
    await withoutPrivilege(folder, async () => {
      await expect(objects.get('a/b')).rejects.toMatchObject({ code: 'UNREADABLE' });
      await expect(objects.put('a/c', bytes('1'))).rejects.toMatchObject({ code: 'UNWRITABLE', exit: 73 });
    });
    await chmod(path.join(folder, 'objects/a'), 0o700);
  });

  test('folders are 0700 and files 0600', async () => {
    const folder = await emptyFolder();
    await (await objectsIn(folder)).put('a/b', bytes('1'));
    expect((await stat(path.join(folder, 'objects/a'))).mode & 0o777).toBe(0o700);
    expect((await stat(path.join(folder, 'objects/a/b'))).mode & 0o777).toBe(0o600);
  });
});
