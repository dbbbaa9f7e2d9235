import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measure } from '../../media/index.ts';
import { SHOT, withSimulator } from './client.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'dailies-clips-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function save(link: string, name: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, Buffer.from(await (await fetch(link)).arrayBuffer()));
  return file;
}

async function sha256Of(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

const extend = (url: string, duration = 3) => ({
  ...SHOT,
  duration,
  ref_videos: [{ tag: 'src', type: 'extend', video_url: url }],
});

test('every length and aspect ratio is an H.264 MP4 of exactly that length and shape', () =>
  withSimulator({}, async ({ finish }) => {
    const cases = [
      ['16:9', 3, 16 / 9],
      ['9:16', 5, 9 / 16],
      ['4:3', 3, 4 / 3],
      ['3:4', 4, 3 / 4],
      ['1:1', 15, 1],
    ] as const;
    for (const [index, [aspect_ratio, duration, shape]] of cases.entries()) {
      const { link } = await finish({ ...SHOT, aspect_ratio, duration }, index + 1);
      const measured = await measure(await save(link, `${index}.mp4`));
      // No wall clock in it: creation time 0, right behind version and flags.
      const bytes = await readFile(path.join(folder, `${index}.mp4`));
      expect(bytes.readUInt32BE(bytes.indexOf('mvhd') + 8)).toBe(0);
      expect(measured).toMatchObject({ ok: true, container: 'mp4', codec: 'avc', seconds: duration });
      if (measured.ok) expect(measured.width / measured.height).toBeCloseTo(shape, 2);
    }
  }));

test('two takes of one prompt differ, equal seeds give equal takes', async () => {
  const takes = async (name: string) => {
    const files: string[] = [];
    await withSimulator({ seed: 'same' }, async ({ finish }) => {
      for (const take of [1, 2])
        files.push(await sha256Of(await save((await finish(SHOT, take)).link, `${name}${take}`)));
    });
    return files;
  };
  const [first, second] = await takes('a');
  expect(first).not.toBe(second);
  expect(await takes('b')).toEqual([first, second]);
});

test('an extension is the source and the new part, twice in a row', () =>
  withSimulator({}, async ({ finish }) => {
    const source = await finish({ ...SHOT, duration: 5 });
    const once = await finish(extend(source.link, 4), 2);
    expect(once.status).toMatchObject({ status: 'completed', action: 'extend' });
    expect(await measure(await save(once.link, 'once.mp4'))).toMatchObject({ ok: true, seconds: 9 });
    const twice = await finish(extend(once.link, 6), 3);
    expect(await measure(await save(twice.link, 'twice.mp4'))).toMatchObject({ ok: true, seconds: 15, width: 320 });
  }));

test('by switch an extension is the new part only', () =>
  withSimulator({ extend: 'segment-only' }, async ({ finish }) => {
    const source = await finish();
    const added = await finish(extend(source.link, 4), 2);
    expect(await measure(await save(added.link, 'segment.mp4'))).toMatchObject({ ok: true, seconds: 4 });
  }));

test('a source that lies on another server of this machine is fetched from there', () =>
  withSimulator({}, async ({ finish }) => {
    const bytes = await readFile(await save((await finish()).link, 'served.mp4'));
    const server = createServer((_, response) => response.end(bytes)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { link } = await finish(extend(`http://127.0.0.1:${port}/served.mp4`), 2);
    expect(await measure(await save(link, 'fetched.mp4'))).toMatchObject({ ok: true, seconds: 6 });
    server.close();
    server.closeAllConnections();
  }));

test('an extension fails and is refunded when its source is dead, foreign, too long or no video', () =>
  withSimulator({ linkLifeMs: 60_000, renewLinks: true }, async ({ finish, submit, poll, simulator }) => {
    const source = await finish({ ...SHOT, duration: 15 });
    const twice = await finish(extend(source.link, 15), 2);
    const dead = twice.link;
    simulator.advance(61_000);
    const alive = await finish(extend((await poll(twice.id)).body.result.videos[0].url, 3), 3);
    const wrong = [
      [dead, 'expired'],
      ['https://example.com/a.mp4', 'this machine only'],
      [alive.link, '33.00 s; 2 to 30 s are allowed'],
      [`${simulator.url}/v1/tasks`, '401'],
    ] as const;
    for (const [index, [url, reason]] of wrong.entries()) {
      const { task_id } = (await submit(extend(url))).body;
      await simulator.waitFor('failed', index + 1);
      const { status, error, cost } = (await poll(task_id)).body;
      expect([status, error.code, cost]).toEqual(['failed', 'upstream_bad_request', 0]);
      expect(error.message).toContain(reason);
    }
    expect(simulator.ledger().balanced).toBe(true);
  }));
