import { appendFile, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openStore, sha256Of } from '../../store/index.ts';
import { addMedia, aRecord, aStore } from './a-store.ts';

describe('media', () => {
  test('bytes lie under their sha256 and the part is gone', async () => {
    const store = await aStore();
    const part = await store.media.part('draft@Hero/../x');
    expect(path.dirname(part)).toBe(path.join(store.folder, 'temporary'));
    await writeFile(part, 'film');
    await store.media.add(part, sha256Of('film'));
    const file = await store.media.path(sha256Of('film'));
    expect(file && (await readFile(file, 'utf8'))).toBe('film');
    await expect(stat(part)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await stat(file ?? '')).mode & 0o777).toBe(0o600);
    expect(await store.media.path(sha256Of('other'))).toBeUndefined();
    await expect(store.media.path('../../etc')).rejects.toMatchObject({ code: 'BAD_NAME' });
  });

  test('whole bytes are never replaced, corrupt ones are put aside', async () => {
    const store = await aStore();
    await addMedia(store, 'film');
    const file = (await store.media.path(sha256Of('film'))) ?? '';
    const before = await stat(file);
    await addMedia(store, 'film');
    expect((await stat(file)).ino).toBe(before.ino);
    await appendFile(file, 'x');
    const other = await openStore({ root: store.root, realm: store.realm });
    await expect(other.media.path(sha256Of('film'))).rejects.toMatchObject({ code: 'MEDIA_CORRUPT' });
    await addMedia(other, 'film');
    expect(await readFile((await other.media.path(sha256Of('film'))) ?? '', 'utf8')).toBe('film');
  });
});

describe('renders', () => {
  test('a make is shown as a copy that carries its time', async () => {
    const store = await aStore();
    await addMedia(store, 'film');
    const make = aRecord();
    expect(await store.renders.look(make)).toBe('gone');
    expect(await store.renders.show(make)).toBe('shown');
    const file = path.join(store.root, 'renders/batch/draft@Hero.mp4');
    expect(store.renders.fileOf('batch', 'draft@Hero')).toBe('renders/batch/draft@Hero.mp4');
    expect(await readFile(file, 'utf8')).toBe('film');
    expect((await stat(file)).mtime.toISOString()).toBe(make.madeAt);
    const media = (await store.media.path(make.sha256)) ?? '';
    expect((await stat(media)).ino).not.toBe((await stat(file)).ino);
    expect(await store.renders.look(make)).toBe('whole');
    await appendFile(file, '!');
    expect(await readFile((await store.media.path(make.sha256)) ?? '', 'utf8')).toBe('film');
  });

  test('a file that a person edited is left alone, of the same length too', async () => {
    const store = await aStore();
    await addMedia(store, 'film');
    await store.renders.show(aRecord());
    const file = path.join(store.root, 'renders/batch/draft@Hero.mp4');
    await writeFile(file, 'Film');
    expect(await store.renders.look(aRecord())).toBe('edited');
    expect(await store.renders.show(aRecord())).toBe('edited');
    expect(await readFile(file, 'utf8')).toBe('Film');
  });

  test('a touched or copied file is whole, an older make of ours gives way', async () => {
    const store = await aStore();
    await addMedia(store, 'film');
    await addMedia(store, 'new film');
    await store.renders.show(aRecord());
    const file = path.join(store.root, 'renders/batch/draft@Hero.mp4');
    await utimes(file, 1, 1);
    expect(await store.renders.look(aRecord())).toBe('whole');
    const newer = aRecord({
      generation: 2,
      sha256: sha256Of('new film'),
      bytes: 8,
      madeAt: '2026-11-02T10:00:00.000Z',
    });
    expect(await store.renders.look(newer)).toBe('gone');
    expect(await store.renders.show(newer)).toBe('shown');
    expect(await readFile(file, 'utf8')).toBe('new film');
    expect(await store.renders.look(aRecord())).toBe('gone');
  });

  test('without media there is nothing to show, and no name climbs out of renders/', async () => {
    const store = await aStore();
    expect(await store.renders.show(aRecord())).toBe('gone');
    for (const node of ['../x', 'a/../../x', '.hidden', '', 'a\0b']) {
      expect(() => store.renders.fileOf('batch', node)).toThrow(/may not/);
    }
    expect(() => store.renders.fileOf('..', 'a')).toThrow(/may not/);
  });
});
