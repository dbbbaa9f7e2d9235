import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Answer, errorAnswer, jsonAnswer } from './http/answer.ts';
import { isLoopback, type Links } from './links.ts';

// The largest file that the vendor's page takes: "MP4/MOV, ≤ 100MB".
const MOST_BYTES = 100_000_000;

/** The simulator's media host: files are put under their sha256 and read by links that end, as its results are. */
export type Uploads = {
  /** Answers `PUT|GET /uploads/<sha256>` (with a key; the answer names a link) and GET of such a link. */
  readonly handle: (request: IncomingMessage) => Promise<Answer>;
  /** The file behind a link of this simulator, whatever its port; undefined for all other URLs. */
  readonly ownFile: (url: string, nowMs: number) => { readonly path: string } | 'expired' | 'missing' | undefined;
};

export type UploadsOptions = {
  readonly folder: string;
  readonly links: Links;
  readonly origin: () => string;
  readonly now: () => number;
  readonly linkLifeMs: () => number;
  /** Keys that are let in; empty: any. */
  readonly keys: () => readonly string[];
};

export function makeUploads(options: UploadsOptions): Uploads {
  const { folder, links, now } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = (sha256: string) => path.join(folder, sha256);

  function linkTo(sha256: string): Answer {
    const expiresAtS = Math.floor((now() + options.linkLifeMs()) / 1000);
    const url = `${options.origin()}/uploads/${sha256}?token=${links.token(linkName(sha256), expiresAtS)}`;
    return jsonAnswer(200, { url, expires_at: expiresAtS });
  }

  return {
    handle: async (request) => {
      const url = new URL(request.url ?? '/', 'http://simulator');
      const sha256 = nameIn(url);
      if (sha256 === undefined) return errorAnswer(404, 'not_found', 'An upload is named by its sha256.');
      const token = url.searchParams.get('token');
      if (token !== null && request.method === 'GET') return download(sha256, token);
      if (!isLetIn(request, options.keys())) return errorAnswer(401, 'unauthorized', 'Invalid or missing API key.');
      if (request.method === 'PUT') return (await take(request, sha256)) ?? linkTo(sha256);
      if (request.method !== 'GET') return errorAnswer(404, 'not_found', 'PUT puts a file, GET asks for its link.');
      return existsSync(fileOf(sha256)) ? linkTo(sha256) : errorAnswer(404, 'not_found', 'No such upload.');
    },
    ownFile: (text, nowMs) => {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      const sha256 = url === undefined || !isLoopback(url) ? undefined : nameIn(url);
      if (url === undefined || sha256 === undefined) return undefined;
      const checked = links.check(linkName(sha256), url.searchParams.get('token'), nowMs);
      if (checked !== 'good') return checked === 'forged' ? undefined : checked;
      return existsSync(fileOf(sha256)) ? { path: fileOf(sha256) } : 'missing';
    },
  };

  async function download(sha256: string, token: string): Promise<Answer> {
    const checked = links.check(linkName(sha256), token, now());
    if (checked !== 'good') return errorAnswer(403, 'access_denied', `This link is ${checked}.`);
    const found = await stat(fileOf(sha256)).catch(() => undefined);
    if (found === undefined) return errorAnswer(404, 'not_found', 'No such upload.');
    const body = { kind: 'file', path: fileOf(sha256), start: 0, end: found.size } as const;
    return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body };
  }

  /** An answer: the file was not taken. */
  async function take(request: IncomingMessage, sha256: string): Promise<Answer | undefined> {
    const part = path.join(folder, `.${randomUUID()}.part`);
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      await pipeline(
        request,
        async function* (source) {
          for await (const chunk of source) {
            bytes += chunk.length;
            if (bytes > MOST_BYTES) throw new Error('too large');
            hash.update(chunk);
            yield chunk;
          }
        },
        createWriteStream(part, { mode: 0o600 }),
      );
      if (hash.digest('hex') !== sha256) return errorAnswer(400, 'wrong_sha256', 'These are other bytes.');
      await rename(part, fileOf(sha256));
      return undefined;
    } catch (error) {
      if (bytes > MOST_BYTES) return errorAnswer(413, 'request_too_large', 'An upload has at most 100 MB.');
      throw error;
    } finally {
      await rm(part, { force: true });
    }
  }
}

function nameIn(url: URL): string | undefined {
  return /^\/uploads\/([0-9a-f]{64})$/.exec(url.pathname)?.[1];
}

function linkName(sha256: string): string {
  return `upload ${sha256}`;
}

function isLetIn({ headers }: IncomingMessage, keys: readonly string[]): boolean {
  const key = headers.authorization?.match(/^Bearer\s+(\S+)\s*$/i)?.[1];
  return key !== undefined && (keys.length === 0 || keys.some((one) => one === key || one.startsWith(`${key}=`)));
}
