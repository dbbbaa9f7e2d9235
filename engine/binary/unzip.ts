import { type FileHandle, open } from 'node:fs/promises';
import { crc32, inflateRawSync } from 'node:zlib';

/** Takes the first file whose name is wanted out of a .zip and checks its length and CRC. */
export async function unzip(
  archive: string,
  wanted: (name: string) => boolean,
  write: (chunk: Uint8Array) => Promise<void>,
): Promise<boolean> {
  const file = await open(archive, 'r');
  try {
    const entry = (await readDirectory(file)).find(({ name }) => wanted(name));
    if (entry === undefined) return false;
    const bytes = await readEntry(file, entry);
    if (bytes.length !== entry.size || crc32(bytes) !== entry.crc) throw damaged('a wrong checksum');
    await write(bytes);
    return true;
  } finally {
    await file.close();
  }
}

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its local header begins. */
  readonly offset: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const mostBytes = 1_000_000_000;

async function readDirectory(file: FileHandle): Promise<readonly ZipEntry[]> {
  const { size } = await file.stat();
  // The end record is the last thing, behind at most 64 KB of comment.
  const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== endSignature) at -= 1;
  if (at < 0) throw damaged('it has no directory');
  const directory = await read(file, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12));
  const entries: ZipEntry[] = [];
  for (let from = 0; from + 46 <= directory.length && directory.readUInt32LE(from) === entrySignature; ) {
    const nameLength = directory.readUInt16LE(from + 28);
    entries.push({
      name: directory.toString('utf8', from + 46, from + 46 + nameLength),
      method: directory.readUInt16LE(from + 10),
      crc: directory.readUInt32LE(from + 16),
      packed: directory.readUInt32LE(from + 20),
      size: directory.readUInt32LE(from + 24),
      offset: directory.readUInt32LE(from + 42),
    });
    from += 46 + nameLength + directory.readUInt16LE(from + 30) + directory.readUInt16LE(from + 32);
  }
  return entries;
}

async function readEntry(file: FileHandle, entry: ZipEntry): Promise<Buffer> {
  if (entry.packed > mostBytes || entry.size > mostBytes) throw damaged('a wrong size');
  const local = await read(file, entry.offset, 30);
  if (local.readUInt32LE(0) !== localSignature) throw damaged('a file is not where it should be');
  const start = entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  const packed = await read(file, start, entry.packed);
  if (entry.method === 0) return packed;
  if (entry.method !== 8) throw damaged(`an unknown method ${entry.method}`);
  return inflateRawSync(packed, { maxOutputLength: entry.size + 1 });
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  if (bytesRead !== length) throw damaged('it ends too early');
  return bytes;
}

function damaged(how: string): Error {
  return new Error(`the archive is damaged: ${how}`);
}
