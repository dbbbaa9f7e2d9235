import { createReadStream } from 'node:fs';
import { request } from 'undici';
import { z } from 'zod';
import { type HostedFile, HostTrouble, type MediaHost } from './media-host.ts';

const ANSWER_MS = 30_000;
const answer = z.object({ url: z.url(), expires_at: z.number() });

/** The simulator's own uploads, so that local files can be tried without a bucket. `baseUrl`: the account's. */
export function simulatorHost({ baseUrl, key }: { readonly baseUrl: string; readonly key: string }): MediaHost {
  const { origin } = new URL(baseUrl);
  const call = async (method: 'GET' | 'PUT', { sha256, path, bytes }: HostedFile) => {
    const upload = method === 'PUT' ? { body: createReadStream(path) } : {};
    try {
      const { statusCode, body } = await request(`${origin}/uploads/${sha256}`, {
        ...{ method, ...upload, bodyTimeout: ANSWER_MS, headersTimeout: ANSWER_MS },
        headers: {
          authorization: `Bearer ${key}`,
          ...(method === 'PUT' ? { 'content-length': String(bytes) } : {}),
        },
      });
      const text = await body.text();
      if (statusCode === 404 && method === 'GET') return undefined;
      if (statusCode !== 200) throw new HostTrouble(statusCode < 500 ? 'refused' : 'unreachable', `HTTP ${statusCode}`);
      return answer.parse(JSON.parse(text));
    } catch (error) {
      if (error instanceof HostTrouble) throw error;
      throw new HostTrouble('unreachable', error instanceof Error ? error.message : String(error));
    }
  };
  return {
    // Its port changes, its files stay.
    id: 'simulator',
    put: async (file) => void (await call('PUT', file)),
    has: async (file) => (await call('GET', file)) !== undefined,
    link: async (file) => {
      const found = await call('GET', file);
      if (found === undefined) throw new HostTrouble('unreachable', 'the upload is gone');
      return { url: found.url, validUntilMs: found.expires_at * 1000 };
    },
  };
}
