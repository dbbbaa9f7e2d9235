import { expect, test } from 'vitest';
import { withSimulator } from './client.ts';

const HOUR_MS = 3_600_000;

test('a link serves the whole file with its length and tag, and the same bytes each time', () =>
  withSimulator({}, async ({ finish }) => {
    const { link } = await finish();
    const first = await fetch(link);
    const bytes = Buffer.from(await first.arrayBuffer());
    expect(first.headers.get('content-type')).toBe('video/mp4');
    expect(first.headers.get('content-length')).toBe(String(bytes.length));
    expect(bytes.toString('latin1', 4, 8)).toBe('ftyp');
    const second = await fetch(link);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(bytes.equals(Buffer.from(await second.arrayBuffer()))).toBe(true);
  }));

test('a range is that part of the file: from the start, the middle, the end', () =>
  withSimulator({}, async ({ finish }) => {
    const { link } = await finish();
    const whole = Buffer.from(await (await fetch(link)).arrayBuffer());
    const part = async (range: string, headers = {}) => {
      const response = await fetch(link, { headers: { range, ...headers } });
      const bytes = Buffer.from(await response.arrayBuffer());
      return { status: response.status, range: response.headers.get('content-range'), bytes };
    };
    const { length } = whole;
    expect(await part('bytes=0-9')).toEqual({
      status: 206,
      range: `bytes 0-9/${length}`,
      bytes: whole.subarray(0, 10),
    });
    expect((await part('bytes=100-')).bytes).toEqual(whole.subarray(100));
    expect((await part('bytes=-5')).bytes).toEqual(whole.subarray(length - 5));
    expect(await part(`bytes=${length}-`)).toMatchObject({ status: 416, range: `bytes */${length}` });
    expect((await part('bytes=0-9', { 'if-range': '"another"' })).status).toBe(200);
  }));

test('a link dies after 24 hours by the clock, however fast the simulator runs', () =>
  withSimulator({ speed: 1000 }, async ({ finish, simulator }) => {
    const { link } = await finish();
    simulator.advance(23.9 * HOUR_MS);
    expect((await fetch(link)).status).toBe(200);
    simulator.advance(0.2 * HOUR_MS);
    const late = await fetch(link);
    expect(late.status).toBe(403);
    expect(await late.json()).toMatchObject({ error: { code: 'link_expired' } });
  }));

test('an expired task hands out the same dead link, or a new one by switch', () =>
  withSimulator({ linkLifeMs: HOUR_MS }, async ({ finish, poll, simulator }) => {
    const { id, link } = await finish();
    simulator.advance(2 * HOUR_MS);
    expect((await poll(id)).body.result.videos[0].url).toBe(link);
    simulator.change({ renewLinks: true });
    expect((await fetch((await poll(id)).body.result.videos[0].url)).status).toBe(200);
  }));

test('a link that was made up, changed or taken from another task is refused', () =>
  withSimulator({}, async ({ finish, url }) => {
    const first = await finish();
    const second = await finish(undefined, 2);
    const token = new URL(first.link).searchParams.get('token') ?? '';
    const status = async (path: string) => (await fetch(url + path)).status;
    expect(await status(`/files/${first.id}`)).toBe(403);
    expect(await status(`/files/${first.id}?token=9${token}`)).toBe(403);
    expect(await status(`/files/${second.id}?token=${token}`)).toBe(403);
    expect(await status('/files/nobody?token=1.2')).toBe(403);
  }));
