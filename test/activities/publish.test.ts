import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askBucket, HostTrouble, type MediaHost, s3Host, simulatorHost } from '../../activities/hosting/index.ts';
import { publish } from '../../activities/publish.ts';
import { remembering } from '../../activities/remembered.ts';
import type { World } from '../../activities/world.ts';
import { createMutex } from '../../store/mutex.ts';
import { PIXEL_PNG } from '../media/samples.ts';
import { accountOf, vendorAt, worldOf } from './outside.ts';
import { ACCESS, hasS3Server, type S3Server, SECRET, startS3Server } from './s3-server.ts';
import { openStage, type Stage } from './stage.ts';

const PIXEL = createHash('sha256').update(PIXEL_PNG).digest('hex');
let stage: Stage;
let nowMs = 0;
let told: string[] = [];

beforeEach(async () => {
  nowMs = Date.now();
  told = [];
  stage = await openStage();
  const part = await stage.store.media.part('pixel.png');
  writeFileSync(part, PIXEL_PNG);
  await stage.store.media.add(part, PIXEL);
});
afterEach(() => stage.close());

function world(): World {
  const base = worldOf(stage.store, accountOf(vendorAt(stage.sim.apiUrl)));
  return {
    ...{
      ...base,
      sending: new Map(),
      submitting: new Set(),
      oneAtATime: createMutex(),
      uploading: new Map(),
      plans: remembering(),
      decisions: remembering(),
      renderTimes: new Map(),
    },
    clock: { ...base.clock, wallMs: () => nowMs },
    log: (level, message, facts) => told.push(JSON.stringify({ level, message, ...facts })),
  };
}

/** Tells how often a host was asked to take a file. */
function counted(host: MediaHost): { readonly host: MediaHost; readonly puts: () => number } {
  let puts = 0;
  const put: MediaHost['put'] = (file) => {
    puts += 1;
    return host.put(file);
  };
  return { host: { ...host, put }, puts: () => puts };
}

async function published(host: MediaHost, sha256 = PIXEL) {
  return publish(world(), stage.store, host, sha256);
}

async function bytesAt(url: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}

describe('the simulator as media host', () => {
  test('a file is put there once and read by a link of its own each time', async () => {
    const { host, puts } = counted(simulatorHost({ baseUrl: stage.sim.apiUrl, key: 'key' }));
    const first = await published(host);
    if (!first.ok) throw new Error(first.code);
    expect(await bytesAt(first.url)).toEqual(PIXEL_PNG);
    expect(first.validUntilMs).toBeGreaterThan(nowMs + 3_600_000);
    stage.sim.advance(60_000);
    const second = await published(host);
    expect(second).not.toEqual(first);
    expect(puts()).toBe(1);
  });

  test('two shots that need a file at once upload it once, and one that fails is tried again', async () => {
    const real = simulatorHost({ baseUrl: stage.sim.apiUrl, key: 'key' });
    let puts = 0;
    let asked = 0;
    let bothAsked: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (bothAsked = resolve));
    const host: MediaHost = {
      ...real,
      has: async () => false,
      put: async (file) => {
        puts += 1;
        await gate;
        if (puts === 1) throw new HostTrouble('unreachable', 'the line broke');
        await real.put(file);
      },
    };
    const uploading = new Map<string, Promise<void>>();
    const get = uploading.get.bind(uploading);
    uploading.get = (name) => {
      asked += 1;
      if (asked === 2) bothAsked();
      return get(name);
    };
    const shared = { ...world(), uploading };
    const both = () =>
      Promise.all([publish(shared, stage.store, host, PIXEL), publish(shared, stage.store, host, PIXEL)]);
    expect(await both()).toMatchObject([{ code: 'MEDIA_HOST_UNREACHABLE' }, { code: 'MEDIA_HOST_UNREACHABLE' }]);
    expect(await both()).toMatchObject([{ ok: true }, { ok: true }]);
    expect(puts).toBe(2);
  });

  test('what is not in the store cannot be published, and a host that is away is asked again later', async () => {
    const away = simulatorHost({ baseUrl: 'http://127.0.0.1:9/v1', key: 'key' });
    expect(await published(away)).toMatchObject({ ok: false, kind: 'not-sent', code: 'MEDIA_HOST_UNREACHABLE' });
    const host = simulatorHost({ baseUrl: stage.sim.apiUrl, key: 'key' });
    expect(await published(host, 'a'.repeat(64))).toMatchObject({ kind: 'blocked', code: 'SOURCE_UNREACHABLE' });
  });
});

describe.skipIf(!hasS3Server)('a bucket as media host', () => {
  let s3: S3Server;
  beforeAll(async () => {
    s3 = await startS3Server();
  });
  afterAll(() => s3.close());

  const bucket = (over: { secretKey?: string; bucket?: string; linkLifeMs?: number } = {}) =>
    s3Host({
      ...{ bucket: s3.bucket, prefix: 'dailies', endpoint: s3.endpoint, region: 'us-east-1' },
      ...{ accessKey: ACCESS, secretKey: SECRET, linkLifeMs: 3_600_000, now: () => nowMs, ...over },
    });
  const file = () => path.join(s3.folder, 'dailies', `${PIXEL}.png`);

  test('a file is put there once under its sha256 and read by presigned links', async () => {
    const { host, puts } = counted(await bucket());
    const first = await published(host);
    if (!first.ok) throw new Error(first.code);
    expect(await bytesAt(first.url)).toEqual(PIXEL_PNG);
    expect((await fetch(first.url)).headers.get('content-type')).toBe('image/png');
    expect(first.validUntilMs).toBe(nowMs + 3_600_000);
    expect(readFileSync(file())).toEqual(PIXEL_PNG);
    expect(await published(host)).toMatchObject({ ok: true });
    expect(puts()).toBe(1);
    // The bucket is private.
    expect((await fetch(first.url.replace(/\?.*/, ''))).status).toBe(403);
  });

  test('a bucket that was emptied gets the file again, and one that holds it does not', async () => {
    const { host, puts } = counted(await bucket());
    await published(host);
    const before = puts();
    nowMs += 2 * 3_600_000;
    await published(host);
    expect(puts()).toBe(before);
    await rm(file());
    nowMs += 2 * 3_600_000;
    await published(host);
    expect(puts()).toBe(before + 1);
    expect(existsSync(file())).toBe(true);
  });

  test('a presigned link ends', async () => {
    const short = await published(await bucket({ linkLifeMs: 1_000 }));
    if (!short.ok) throw new Error(short.code);
    expect((await fetch(short.url)).status).toBe(200);
    await expect.poll(async () => (await fetch(short.url)).status, { timeout: 5_000 }).toBe(403);
  });

  test('a wrong key and a bucket that is not there are for a person to mend, and no secret is told', async () => {
    const wrong = await published(await bucket({ secretKey: 'wrong' }));
    expect(wrong).toMatchObject({ ok: false, kind: 'blocked', code: 'MEDIA_HOST_REFUSED' });
    expect(wrong).toMatchObject({ why: expect.stringContaining(' refuses: HTTP 403: SignatureDoesNotMatch') });
    expect(await published(await bucket({ bucket: 'nowhere' }))).toMatchObject({ code: 'MEDIA_HOST_REFUSED' });
    expect(told.join('\n')).toContain('media host');
    expect([...told, JSON.stringify(wrong)].join('\n')).not.toContain(SECRET);
    expect(told.join('\n')).not.toMatch(/X-Amz/);
  });

  test('a bucket is asked whether it knows its keys before anything is sent, and nothing is put there', async () => {
    const place = { bucket: s3.bucket, prefix: 'asked', endpoint: s3.endpoint, region: 'us-east-1' };
    const options = { ...place, accessKey: ACCESS, secretKey: SECRET };
    expect(await askBucket(options)).toBeUndefined();
    const trouble = async (over: object) => askBucket({ ...options, ...over });
    expect(await trouble({ secretKey: 'x' })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('SignatureDoesNotMatch'),
    });
    expect(await trouble({ accessKey: 'x' })).toMatchObject({ kind: 'refused' });
    expect(await trouble({ bucket: 'nowhere' })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('NoSuchBucket'),
    });
    expect(await trouble({ endpoint: 'http://127.0.0.1:9' })).toMatchObject({ kind: 'unreachable' });
    expect(existsSync(path.join(s3.folder, 'asked'))).toBe(false);
  });

  test('keys that may write and read but not list are enough', async () => {
    // Such keys are answered 403, without a word, where others are answered 404.
    const noList = createServer((request, response) => {
      if (request.method === 'HEAD') response.writeHead(403).end();
      else if (request.method === 'GET') response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
      else request.resume().on('end', () => response.writeHead(200).end());
    });
    await new Promise<void>((resolve) => noList.listen(0, '127.0.0.1', resolve));
    const address = noList.address();
    const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    const place = { bucket: 'studio', prefix: '', endpoint, region: 'us-east-1', accessKey: 'a', secretKey: 'b' };
    try {
      expect(await published(await s3Host({ ...place, linkLifeMs: 3_600_000, now: () => nowMs }))).toMatchObject({
        ok: true,
      });
      expect(await askBucket(place)).toBeUndefined();
    } finally {
      noList.closeAllConnections();
      noList.close();
    }
  });

  test('no link and no key is written into the store', async () => {
    await published(await bucket());
    const objects = path.join(stage.store.folder, 'objects');
    const files = (await readdir(objects, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const texts = files.map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1')).join('\n');
    expect(texts).toContain('"version":1');
    expect(texts).not.toMatch(/X-Amz|canary/);
  });
});
