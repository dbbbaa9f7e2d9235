import { constants, type Stats } from 'node:fs';
import { chmod, copyFile, mkdir, open, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder, writing } from './durable-file.ts';
import { hashOfFile } from './file-hash.ts';
import { refuseLeadingOut } from './leads-out.ts';
import { createMutex } from './mutex.ts';
import type { Look, Media, Renders, Shown } from './project-store.ts';
import { StoreError, systemCode } from './store-error.ts';
import { temporaryPath } from './temporaries.ts';

type Options = {
  readonly root: string;
  /** Relative to the root, with forward slashes. */
  readonly folder: string;
  readonly temporaries: string;
  readonly media: Media;
};

/** The files where people look. A copy (or reflink) of the store's, never a hard link: an edit must not reach the store. */
export function createRenders(options: Options): Renders {
  const { root, folder, temporaries, media } = options;
  const oneAtATime = createMutex();
  const hashes = new Map<string, { readonly stamp: string; readonly sha256: string }>();
  const absolute = (make: Shown) => path.join(root, fileOf(make.pipeline, make.node, make.media));

  function fileOf(pipeline: string, node: string, media = 'mp4'): string {
    return [folder, safePart(pipeline), ...`${node}.${media}`.split('/').map(safePart)].join('/');
  }

  /** A whole file carries its make's time, so it need not be hashed again on every plan. */
  async function look(make: Shown): Promise<Look> {
    const file = absolute(make);
    const found = await statOf(file);
    if (found === undefined) return 'gone';
    const shownAt = Date.parse(make.madeAt) / 1000;
    const untouched = Math.abs(found.mtimeMs / 1000 - shownAt) < 0.002;
    if (found.size === make.bytes && untouched) return 'whole';
    const sha256 = await hashed(file, found);
    if (sha256 === undefined) return 'gone';
    if (sha256 === make.sha256) {
      await utimes(file, shownAt, shownAt).catch(() => undefined);
      return 'whole';
    }
    return (await media.has(sha256)) ? 'gone' : 'edited';
  }

  /** Hashed again only where time or size tell of a change: a node may be compared with many makes. */
  async function hashed(file: string, { mtimeMs, size, ino }: Stats): Promise<string | undefined> {
    const stamp = `${mtimeMs} ${size} ${ino}`;
    const known = hashes.get(file);
    if (known?.stamp === stamp) return known.sha256;
    const sha256 = await hashOfFile(file);
    if (sha256 !== undefined) hashes.set(file, { stamp, sha256 });
    return sha256;
  }

  async function show(make: Shown): Promise<'shown' | 'edited' | 'gone'> {
    const seen = await look(make);
    if (seen !== 'gone') return seen === 'whole' ? 'shown' : 'edited';
    const source = await media.path(make.sha256);
    if (source === undefined) return 'gone';
    const file = absolute(make);
    await refuseLeadingOut(root, path.dirname(file));
    const part = temporaryPath(temporaries, 'render');
    await writing(file, async () => {
      try {
        await mkdir(path.dirname(file), { recursive: true });
        await copyDurably(source, part);
        const shownAt = Date.parse(make.madeAt) / 1000;
        await utimes(part, shownAt, shownAt);
        await moveOrCopy(part, file);
        await syncFolder(path.dirname(file));
      } finally {
        await rm(part, { force: true });
      }
    });
    return 'shown';
  }

  async function takeBack(make: Shown): Promise<void> {
    if ((await media.has(make.sha256)) || (await look(make)) !== 'whole') return;
    const part = await media.part(make.node);
    try {
      await writing(part, () => copyDurably(absolute(make), part));
      // The look may have trusted the time of the file.
      if ((await hashOfFile(part)) === make.sha256) await media.add(part, make.sha256);
    } finally {
      await rm(part, { force: true });
    }
  }

  return { fileOf, look, takeBack, show: async (make) => oneAtATime(absolute(make), () => show(make)) };
}

/** Bytes that every common file system takes as one name. */
const LONGEST = 255;

/** Node names are made safe by the language; a name out of a lock file from elsewhere is not trusted to be. */
function safePart(part: string): string {
  if (/^[^/\\\p{Cc}]+$/u.test(part) && !part.startsWith('.') && Buffer.byteLength(part) <= LONGEST) return part;
  throw new StoreError('BAD_NAME', part, 'may not become the name of a file');
}

async function statOf(file: string) {
  try {
    return await stat(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw new StoreError('UNREADABLE', file, `cannot be read (${systemCode(error)})`, error);
  }
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  // For people and their tools, under their own umask, unlike the store.
  await chmod(to, 0o666 & ~process.umask());
  const handle = await open(to, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** renders/ may lie on another disk than the store: then the copy is made beside the file. */
async function moveOrCopy(part: string, file: string): Promise<void> {
  try {
    await rename(part, file);
  } catch (error) {
    if (systemCode(error) !== 'EXDEV') throw error;
    const near = `${file}.part`;
    await copyDurably(part, near);
    const { atime, mtime } = await stat(part);
    await utimes(near, atime, mtime);
    await rename(near, file);
  }
}
