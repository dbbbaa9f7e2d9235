import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { StoreError, systemCode } from './store-error.ts';

/** sha256 (hex) of a file's bytes, or undefined where there is none. Throws StoreError UNREADABLE. */
export async function hashOfFile(file: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw new StoreError('UNREADABLE', file, `cannot be read (${systemCode(error)})`, error);
  }
  return hash.digest('hex');
}
