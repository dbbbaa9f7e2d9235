/** Takes the first file whose name is wanted out of a tar stream and reads the stream to its end. */
export async function untar(
  source: AsyncIterable<Uint8Array>,
  wanted: (name: string) => boolean,
  write: (chunk: Uint8Array) => Promise<void>,
): Promise<boolean> {
  const reader = makeReader(source);
  let found: boolean = false;
  for (;;) {
    const header = await reader.block();
    if (header === undefined || header.every((byte) => byte === 0)) break;
    const entry = readHeader(header);
    const take: boolean = !found && entry.isFile && wanted(entry.name);
    await reader.skip(entry.size, take ? write : undefined);
    await reader.skip((blockBytes - (entry.size % blockBytes)) % blockBytes, undefined);
    found = found || take;
  }
  await reader.drain();
  return found;
}

const blockBytes = 512;

function readHeader(header: Uint8Array) {
  const text = (from: number, length: number) =>
    Buffer.from(header.subarray(from, from + length))
      .toString('utf8')
      .replace(/\0.*$/s, '');
  // The checksum is taken with its own field read as spaces.
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  if (sum !== Number.parseInt(text(148, 8).trim(), 8)) throw new Error('the archive is damaged: a wrong checksum');
  const size = Number.parseInt(text(124, 12).trim(), 8);
  // Sizes above 8 GB have another notation, which no binary of ours needs.
  if (!Number.isSafeInteger(size)) throw new Error('the archive is damaged: a wrong size');
  const type = text(156, 1);
  return { name: text(0, 100), size, isFile: type === '0' || type === '' };
}

function makeReader(source: AsyncIterable<Uint8Array>) {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  /** At most `most` bytes; none at the end. */
  const some = async (most: number): Promise<Uint8Array> => {
    while (rest.length === 0) {
      const next = await chunks.next();
      if (next.done === true) return rest;
      rest = next.value;
    }
    const taken = rest.subarray(0, most);
    rest = rest.subarray(taken.length);
    return taken;
  };
  return {
    async block(): Promise<Uint8Array | undefined> {
      const block = new Uint8Array(blockBytes);
      let filled = 0;
      while (filled < blockBytes) {
        const part = await some(blockBytes - filled);
        if (part.length === 0 && filled === 0) return undefined;
        if (part.length === 0) throw new Error('the archive ends too early');
        block.set(part, filled);
        filled += part.length;
      }
      return block;
    },
    async skip(bytes: number, write: ((chunk: Uint8Array) => Promise<void>) | undefined): Promise<void> {
      for (let left = bytes; left > 0; ) {
        const part = await some(left);
        if (part.length === 0) throw new Error('the archive ends too early');
        await write?.(part);
        left -= part.length;
      }
    },
    async drain(): Promise<void> {
      while ((await some(Number.MAX_SAFE_INTEGER)).length > 0);
    },
  };
}
