import fsp from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFileObjects } from '../../store/file-objects.ts';
import { createMedia } from '../../store/media.ts';

// What the disk is asked for, in order: a power loss between any two of these loses nothing that was promised.
const real = { open: fsp.open, link: fsp.link, rename: fsp.rename };
const bytes = new TextEncoder().encode('value');
let folder: string;
let temporaries: string;
let asked: string[];

beforeEach(async () => {
  folder = await fsp.mkdtemp(path.join(os.tmpdir(), 'dailies-durability-'));
  temporaries = path.join(folder, 'temporary');
  asked = [];
});
afterEach(async () => {
  Object.assign(fsp, real);
  syncBuiltinESMExports();
  await fsp.rm(folder, { recursive: true, force: true });
});

const nameOf = (place: unknown) => {
  const name = path.relative(folder, String(place));
  return name.startsWith('temporary/') ? 'part' : name === '' ? '.' : name;
};

/** Notes from now on which files and folders are synced, linked and renamed. */
function listen(): void {
  const open: typeof fsp.open = async (file, ...rest) => {
    const handle = await real.open(file, ...rest);
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      await sync();
      asked.push(`sync ${nameOf(file)}`);
    };
    return handle;
  };
  const link: typeof fsp.link = async (from, to) => {
    asked.push(`link ${nameOf(from)} ${nameOf(to)}`);
    await real.link(from, to);
  };
  const rename: typeof fsp.rename = async (from, to) => {
    asked.push(`rename ${nameOf(from)} ${nameOf(to)}`);
    await real.rename(from, to);
  };
  Object.assign(fsp, { open, link, rename });
  syncBuiltinESMExports();
}

describe('what is put outlives a power loss', () => {
  test('put-if-absent: the bytes are on the disk before they have a name, the name before anybody is told', async () => {
    const objects = createFileObjects({ folder, temporaries });
    await objects.put('claims/first', bytes);
    listen();
    expect(await objects.putIfAbsent('claims/second', bytes)).toBe(true);
    expect(asked).toEqual(['sync part', 'link part claims/second', 'sync claims']);
  });

  test('put: as well, with a rename', async () => {
    const objects = createFileObjects({ folder, temporaries });
    await objects.put('open/first', bytes);
    listen();
    await objects.put('open/first', bytes);
    expect(asked).toEqual(['sync part', 'rename part open/first', 'sync open']);
  });

  test('a new folder stands on the disk in the one above it', async () => {
    const objects = createFileObjects({ folder, temporaries });
    listen();
    await objects.putIfAbsent('claims/a/b', bytes);
    expect(asked).toEqual(expect.arrayContaining(['sync .', 'sync claims', 'sync claims/a']));
    expect(asked.indexOf('sync claims')).toBeLessThan(asked.indexOf('link part claims/a/b'));
  });

  test('media: the bytes are on the disk before they have a name', async () => {
    const media = createMedia({ folder, temporaries });
    const sha256 = 'cd42404d52ad55ccfa9aca4adc828aa5800ad9d385a0671fbcbf724118320619';
    const part = await media.part('a.part');
    await fsp.writeFile(part, bytes);
    listen();
    await media.add(part, sha256);
    expect(asked.slice(-3)).toEqual(['sync part', `link part media/cd/${sha256}`, 'sync media/cd']);
    expect(await media.path(sha256)).toBe(path.join(folder, 'media/cd', sha256));
  });
});
