import { expect, test } from 'vitest';
import type { FaultAction } from '../../simulator/index.ts';
import { type Vendor, withSimulator } from './client.ts';

async function pollUnder(action: FaultAction, { poll, simulator }: Vendor, id: string) {
  simulator.fault({ match: { op: 'poll', task: id }, action });
  return poll(id);
}

test('a poll lies about a task, and the next one tells the truth', () =>
  withSimulator({}, async (vendor) => {
    const { id } = await vendor.finish();
    const lie = async (action: FaultAction) => (await pollUnder(action, vendor, id)).body;
    expect((await lie({ do: 'patch', set: { status: 'polishing' } })).status).toBe('polishing');
    expect((await lie({ do: 'patch', set: { status: 'queued', progress: 0 } })).status).toBe('queued');
    expect(await lie({ do: 'patch', remove: ['result', 'cost'] })).not.toHaveProperty('result');
    expect((await lie({ do: 'patch', remove: ['result.videos.0'] })).result.videos).toEqual([]);
    expect((await lie({ do: 'patch', set: { 'result.videos.0.expires_at': 1 } })).result.videos[0].expires_at).toBe(1);
    expect((await lie({ do: 'patch', set: { cost: 1e30, progress: 101 } })).cost).toBe(1e30);
    expect((await pollUnder({ do: 'answer', status: 404 }, vendor, id)).status).toBe(404);
    expect((await vendor.poll(id)).body).toMatchObject({ status: 'completed', cost: 102_000 });
  }));

test('a poll answers 50 MB, or a gzip bomb that opens to 100 MB', () =>
  withSimulator({}, async (vendor) => {
    const { id } = await vendor.finish();
    vendor.simulator.fault({ match: { op: 'poll' }, action: { do: 'content', of: 'huge-json' } });
    vendor.simulator.fault({ match: { op: 'poll' }, action: { do: 'content', of: 'gzip-bomb' } });
    const get = () => fetch(`${vendor.url}/v1/tasks/${id}`, { headers: { authorization: 'Bearer a-key' } });
    expect((await (await get()).arrayBuffer()).byteLength).toBeGreaterThan(50_000_000);
    const bomb = await get();
    expect(Number(bomb.headers.get('content-length'))).toBeLessThan(200_000);
    expect((await bomb.arrayBuffer()).byteLength).toBe(100_000_000);
  }));

/** A download under one fault: headers and as many bytes as came, or how it broke off. */
async function downloadUnder(action: FaultAction, simulator: Vendor['simulator'], link: string) {
  simulator.fault({ match: { op: 'download' }, action });
  const response = await fetch(link, { redirect: 'manual' });
  const parts: Uint8Array[] = [];
  try {
    for await (const part of response.body ?? []) parts.push(part);
  } catch {
    return { response, bytes: Buffer.concat(parts), whole: false };
  }
  return { response, bytes: Buffer.concat(parts), whole: true };
}

test('a download is refused, redirected or not what it says', () =>
  withSimulator({}, async ({ finish, simulator }) => {
    const { link } = await finish();
    const truth = Buffer.from(await (await fetch(link)).arrayBuffer());
    const under = (action: FaultAction) => downloadUnder(action, simulator, link);
    expect((await under({ do: 'answer', status: 410 })).response.status).toBe(410);
    const away = await under({ do: 'answer', status: 302, headers: { location: 'http://169.254.169.254/' } });
    expect(away.response.headers.get('location')).toBe('http://169.254.169.254/');
    const html = await under({ do: 'content', of: 'html' });
    expect([html.response.status, html.response.headers.get('content-type')]).toEqual([200, 'text/html']);
    expect((await under({ do: 'content', of: 'json' })).bytes.toString()).toContain('not a video');
    expect((await under({ do: 'content', of: 'empty' })).bytes).toHaveLength(0);
    expect((await under({ do: 'content', of: 'noise' })).bytes).toHaveLength(20_000);
    const other = await under({ do: 'content', of: 'other' });
    expect([other.bytes.length, other.bytes.equals(truth)]).toEqual([truth.length, false]);
    expect((await under({ do: 'etag', value: '"new"' })).response.headers.get('etag')).toBe('"new"');
    const shifted = await under({ do: 'shift', by: 100 });
    expect(shifted.bytes).toEqual(Buffer.concat([truth.subarray(100), truth.subarray(0, 100)]));
  }));

test('a download breaks off, with its length announced or not, and the length is wrong either way', () =>
  withSimulator({}, async ({ finish, simulator }) => {
    const { link } = await finish();
    const { length } = Buffer.from(await (await fetch(link)).arrayBuffer());
    const under = (action: FaultAction) => downloadUnder(action, simulator, link);
    const cut = await under({ do: 'cut', part: 0.5 });
    expect([cut.whole, cut.response.headers.get('content-length')]).toEqual([false, String(length)]);
    expect(cut.bytes.length).toBeLessThan(length);
    const chunked = await under({ do: 'cut', part: 0.5, chunked: true });
    expect([chunked.whole, chunked.response.headers.get('content-length')]).toEqual([false, null]);
    expect((await under({ do: 'length', by: 10 })).whole).toBe(false);
    const short = await under({ do: 'length', by: -10 });
    expect(short.response.headers.get('content-length')).toBe(String(length - 10));
    expect(short.bytes.length).toBeLessThan(length);
    expect(simulator.stats().downloads).toBe(5);
  }));

test('a download stalls, or never ends', () =>
  withSimulator({}, async ({ finish, simulator }) => {
    const { link } = await finish();
    const read = async (action: FaultAction, most: number) => {
      simulator.fault({ match: { op: 'download' }, action });
      const abort = new AbortController();
      const reader = (await fetch(link, { signal: abort.signal })).body?.getReader();
      let bytes = 0;
      while (bytes < most) bytes += (await reader?.read())?.value?.length ?? 0;
      const more = reader?.read().then(
        () => 'more',
        () => 'broken off',
      );
      return { bytes, abort, more };
    };
    const { length } = Buffer.from(await (await fetch(link)).arrayBuffer());
    const stalled = await read({ do: 'stall', part: 0.5 }, Math.floor(length / 2));
    expect(stalled.bytes).toBe(Math.floor(length / 2));
    expect(await Promise.race([stalled.more, Promise.resolve('waiting')])).toBe('waiting');
    stalled.abort.abort();
    expect(await stalled.more).toBe('broken off');
    const endless = await read({ do: 'content', of: 'endless' }, 5_000_000);
    expect(await endless.more).toBe('more');
    endless.abort.abort();
  }));
