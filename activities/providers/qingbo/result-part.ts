import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

/** The disk would not take a byte; the file waits at the vendor. */
export class DiskRefusal extends Error {}

/** A result's file while it comes: each byte is hashed on its way, so that what the disk gives back can be compared. */
export type ResultPart = {
  bytes(): number;
  /** sha256 (hex) of the bytes that were written, as they came over the network. */
  sha256(): string;
  write(chunk: Uint8Array): Promise<void>;
  /** The last bytes that were written, so many. */
  tail(bytes: number): Promise<Uint8Array>;
  /** Begins anew: what was written is of another file. */
  restart(): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
};

/** Makes a new file (0600). This and every write throw DiskRefusal where the disk does not do it. */
export async function openPart(path: string): Promise<ResultPart> {
  // The tail is read back: for it the file is open for reading, too. Never one that is there already.
  const file = await onDisk(() => open(path, 'wx+', 0o600));
  let hash = createHash('sha256');
  let bytes = 0;
  return {
    bytes: () => bytes,
    sha256: () => hash.copy().digest('hex'),
    write: (chunk) =>
      onDisk(async () => {
        await writeAll(file, chunk, bytes);
        hash.update(chunk);
        bytes += chunk.length;
      }),
    tail: (wanted) =>
      onDisk(async () => {
        const buffer = Buffer.alloc(wanted);
        const { bytesRead } = await file.read(buffer, 0, wanted, bytes - wanted);
        return buffer.subarray(0, bytesRead);
      }),
    restart: () =>
      onDisk(async () => {
        await file.truncate(0);
        hash = createHash('sha256');
        bytes = 0;
      }),
    sync: () => onDisk(() => file.sync()),
    close: () => onDisk(() => file.close()),
  };
}

/** A full disk takes a part of a chunk and says nothing; only the write after it fails. */
async function writeAll(file: FileHandle, chunk: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await file.write(chunk, done, chunk.length - done, at + done);
    done += bytesWritten;
  }
}

async function onDisk<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new DiskRefusal(error instanceof Error ? error.message : String(error));
  }
}
