import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Qingbo, qingbo } from '../../activities/providers/qingbo/qingbo.ts';

/** Bytes of which no two places are alike, so that a wrong one is seen. */
const FILM = Buffer.concat(Array.from({ length: 640 }, (_, at) => createHash('sha256').update(`${at}`).digest()));
const OTHER = Buffer.from(FILM.map((byte, at) => (at % 1_000 === 0 ? byte ^ 1 : byte)));
const OVERLAP = 4_096;

type Asked = { readonly range: number | undefined; readonly ifRange: string | undefined };
let folder = '';
let server: Server;
let vendor: Qingbo;
let asked: Asked[] = [];
let answer: (response: ServerResponse, asked: Asked, nth: number) => void;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dailies-resume-'));
  server = createServer((request, response) => {
    asked.push(readAsked(request));
    answer(response, readAsked(request), asked.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vendor = qingbo({ baseUrl, key: 'k', resultHosts: [], now: Date.now, download: { stallMs: 500, mostBytes: 30_000 } });
});
afterAll(async () => {
  await vendor.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  asked = [];
});

function readAsked({ headers }: IncomingMessage): Asked {
  const from = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
  return { range: from === undefined ? undefined : Number(from), ifRange: headers['if-range'] as string | undefined };
}

const fetched = async () => {
  const partPath = join(folder, `${files++}.part`);
  const { port } = server.address() as AddressInfo;
  const result = await vendor.download({ url: `http://127.0.0.1:${port}/film`, partPath });
  return { result, bytes: await readFile(partPath) };
};
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const whole = { kind: 'saved', bytes: FILM.length, sha256: sha256(FILM) };

type How = { readonly of?: Buffer; readonly etag?: string; readonly until?: number; readonly stays?: boolean };
/** Sends a film from its start, or from where it was asked for; breaks off before `until`. */
function send(response: ServerResponse, { range = 0, ifRange }: Asked, how: How = {}): void {
  const { of = FILM, etag = '"one"', until = of.length, stays = false } = how;
  const from = ifRange === etag ? range : 0;
  const status = from > 0 ? 206 : 200;
  const rest = from > 0 ? { 'content-range': `bytes ${from}-${of.length - 1}/${of.length}` } : {};
  response.writeHead(status, { etag, 'content-length': of.length - from, ...rest });
  if (until >= of.length) response.end(of.subarray(from));
  else response.write(of.subarray(from, Math.max(from, until)), () => !stays && response.destroy());
}

describe('a result that breaks off', () => {
  it('is gone on with where it broke, and some bytes before are compared', async () => {
    answer = (response, what, nth) => send(response, what, nth < 3 ? { until: 6_000 * nth } : {});
    const { result, bytes } = await fetched();
    expect(result).toEqual(whole);
    expect(bytes.equals(FILM)).toBe(true);
    const rest = { range: 6_000 - OVERLAP, ifRange: '"one"' };
    expect(asked).toEqual([{}, rest, { ...rest, range: 12_000 - OVERLAP }]);
  });

  it('is gone on with after it stood still', async () => {
    answer = (response, what, nth) => send(response, what, nth === 1 ? { until: 9_000, stays: true } : {});
    expect((await fetched()).result).toEqual(whole);
    expect(asked).toHaveLength(2);
  });

  it.each<[string, (response: ServerResponse, asked: Asked) => void, number]>([
    ['another film under another ETag', (response, what) => send(response, what, { of: OTHER, etag: '"two"' }), 2],
    ['no ranges', (response) => send(response, { range: undefined, ifRange: undefined }, { of: OTHER }), 2],
  ])('begins anew where the server has %s', async (_case, second, requests) => {
    answer = (response, what, nth) => (nth === 1 ? send(response, what, { until: 9_000 }) : second(response, what));
    const { result, bytes } = await fetched();
    expect(result).toMatchObject({ kind: 'saved', sha256: sha256(OTHER) });
    expect(bytes.equals(OTHER)).toBe(true);
    expect(asked).toHaveLength(requests);
  });

  const odd = (status: number, headers: { readonly [name: string]: string }, body: Buffer) => (to: ServerResponse) => {
    to.writeHead(status, { ...headers, 'content-length': body.length });
    to.end(body);
  };
  const from = 9_000 - OVERLAP;
  const range = (start: number, total = FILM.length) => ({ 'content-range': `bytes ${start}-${total - 1}/${total}` });
  it.each<[string, (to: ServerResponse) => void]>([
    ['another place', odd(206, { etag: '"one"', ...range(from + 1) }, FILM.subarray(from + 1))],
    ['another place than it says', odd(206, { etag: '"one"', ...range(from) }, FILM.subarray(from + 1))],
    ['another ETag with the range', odd(206, { etag: '"two"', ...range(from) }, OTHER.subarray(from))],
    ['another film under the same ETag', odd(206, { etag: '"one"', ...range(from) }, OTHER.subarray(from))],
    ['another length', odd(206, { etag: '"one"', ...range(from, 99_999) }, FILM.subarray(from))],
    ['no such range (416)', odd(416, {}, Buffer.alloc(0))],
    ['a range without saying which', odd(206, { etag: '"one"' }, FILM.subarray(from))],
    [
      'more than the whole',
      odd(206, { etag: '"one"', ...range(from) }, Buffer.concat([FILM.subarray(from), FILM.subarray(0, 9)])),
    ],
  ])('begins anew where the rest is %s', async (_case, second) => {
    answer = (response, what, nth) => {
      if (nth === 2) second(response);
      else send(response, what, nth === 1 ? { until: 9_000 } : {});
    };
    const { result, bytes } = await fetched();
    expect(result).toEqual(whole);
    expect(bytes.equals(FILM)).toBe(true);
    expect(asked[2]).toEqual({});
  });

  it.each([
    ['a weak ETag', 'W/"one"'],
    ['no quotes', 'one'],
  ])('is not gone on with under %s: nothing proves that it is the same', async (_case, etag) => {
    answer = (response, what) => send(response, what, { etag, until: 9_000 });
    expect((await fetched()).result.kind).toBe('broken');
    expect(asked).toHaveLength(1);
  });

  it('is given back where the link dies, and where nothing more comes', async () => {
    answer = (response, what, nth) =>
      nth === 1 ? send(response, what, { until: 9_000 }) : odd(403, {}, FILM)(response);
    expect((await fetched()).result).toEqual({ kind: 'gone', status: 403 });
    asked = [];
    answer = (response, what) => send(response, what, { until: 9_000 });
    expect((await fetched()).result.kind).toBe('broken');
    expect(asked).toHaveLength(2);
  });

  it('wherever it is cut, and however often, ends in the same file or in an error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(FILM.length), { maxLength: 12 }), fc.boolean(), async (cuts, changes) => {
        asked = [];
        answer = (response, what, nth) => {
          const until = cuts[nth - 1];
          const film = changes && nth % 3 === 0 ? { of: OTHER, etag: '"two"' } : {};
          send(response, what, { ...film, ...(until === undefined ? {} : { until }) });
        };
        const { result, bytes } = await fetched();
        const films = [sha256(FILM), sha256(OTHER)];
        const end = result.kind === 'saved' ? [films.includes(result.sha256), sha256(bytes)] : [result.kind];
        expect(end).toEqual(result.kind === 'saved' ? [true, result.sha256] : ['broken']);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a result without an end', () => {
  const flood = (response: ServerResponse, headers: { readonly [name: string]: string }) => {
    response.writeHead(200, headers);
    const more = () => {
      while (!response.destroyed && response.write(FILM));
    };
    response.on('drain', more);
    more();
  };

  it('ends at the limit', async () => {
    answer = (response) => flood(response, {});
    const { result, bytes } = await fetched();
    expect(result).toEqual({ kind: 'unusable', message: 'a body without end' });
    expect(bytes.length).toBeLessThan(200_000);
  });

  it('is not even begun where its length is said', async () => {
    answer = (response) => flood(response, { 'content-length': '99000000000' });
    const { result, bytes } = await fetched();
    expect([result.kind, bytes.length]).toEqual(['unusable', 0]);
  });

  it('and an empty one are no video, whatever the status says', async () => {
    answer = (response) => response.end();
    expect((await fetched()).result).toEqual({ kind: 'unusable', message: 'the file is empty' });
  });
});
