import { writeFile } from 'node:fs/promises';
import { isLoopback, type Links } from './links.ts';
import type { Clip } from './render/library.ts';
import type { Uploads } from './uploads.ts';

// "MP4/MOV, ≤ 100MB" (the vendor's resource limits).
const MOST_BYTES = 100_000_000;
const TIMEOUT_MS = 30_000;

/**
 * Fetches the source of an extension. Links of this simulator are read from its own library and uploads; of all other
 * addresses only those of this machine: the simulator never talks to the world.
 */
export function makeFetchSource(options: {
  readonly links: Links;
  readonly uploads: Uploads;
  readonly now: () => number;
  readonly clipOf: (taskId: string) => Promise<Clip> | undefined;
}): (url: string, outPath: string) => Promise<string> {
  return async (text, outPath) => {
    const own = options.links.ownTask(text);
    const clip = own === undefined ? undefined : options.clipOf(own.taskId);
    if (own !== undefined && clip !== undefined) {
      if (options.links.check(own.taskId, own.token, options.now()) === 'expired') {
        throw new Error('The source video cannot be fetched: its link has expired (403).');
      }
      return (await clip).path;
    }
    const upload = options.uploads.ownFile(text, options.now());
    if (typeof upload === 'string') throw new Error(`The source video cannot be fetched: its link is ${upload}.`);
    if (upload !== undefined) return upload.path;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !isLoopback(url)) {
      throw new Error('The simulator fetches source videos from this machine only.');
    }
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`The source video cannot be fetched: ${response.status}.`);
    await writeFile(outPath, await readAtMost(response));
    return outPath;
  };
}

async function readAtMost(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new Error('The source video is larger than 100 MB.');
    parts.push(part);
  }
  return Buffer.concat(parts);
}
