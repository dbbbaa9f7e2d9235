import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { untar } from './untar.ts';
import { unzip } from './unzip.ts';

const names = ['temporal', 'temporal.exe'] as const;

/** Takes the Temporal binary out of a .tar.gz or .zip into a new file, synced. Throws where the archive is damaged. */
export async function unpack(archive: string, target: string): Promise<void> {
  const start = await firstBytes(archive);
  const file = await open(target, 'wx', 0o700);
  const write = async (chunk: Uint8Array) => {
    await file.writeFile(chunk);
  };
  try {
    let found: boolean;
    if (start[0] === 0x1f && start[1] === 0x8b) found = await untar(gunzipped(archive), isBinary, write);
    else if (start[0] === 0x50 && start[1] === 0x4b) found = await unzip(archive, isBinary, write);
    else throw new Error('what was served is neither a .tar.gz nor a .zip');
    if (!found) throw new Error('the archive holds no temporal');
    await file.sync();
  } finally {
    await file.close();
  }
}

function isBinary(name: string): boolean {
  const last = name.split('/').at(-1);
  return names.some((one) => one === last);
}

async function* gunzipped(archive: string): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip();
  const source = createReadStream(archive);
  source.once('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  // The end of this stream is where zlib compares length and CRC: untar reads up to it.
  for await (const chunk of gunzip) yield chunk;
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const bytes = new Uint8Array(2);
    await file.read(bytes, 0, 2, 0);
    return bytes;
  } finally {
    await file.close();
  }
}
