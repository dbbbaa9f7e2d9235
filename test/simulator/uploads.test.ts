import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { SHOT, type Vendor, withSimulator } from './client.ts';

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function put(vendor: Vendor, bytes: Uint8Array, name = sha256Of(bytes)) {
  return vendor.call(`/uploads/${name}`, { method: 'PUT', body: new Uint8Array(bytes) });
}

test('an upload is served at a link, and an extension is made from it', async () => {
  await withSimulator({}, async (vendor) => {
    const { link } = await vendor.finish();
    const clip = new Uint8Array(await (await fetch(link)).arrayBuffer());
    expect(await vendor.call(`/uploads/${sha256Of(clip)}`)).toMatchObject({ status: 404 });
    const { status, body } = await put(vendor, clip);
    expect(status).toBe(200);
    expect(new Uint8Array(await (await fetch(body.url)).arrayBuffer())).toEqual(clip);
    // Asked for again, it is a link to the same file.
    expect((await vendor.call(`/uploads/${sha256Of(clip)}`)).body.url).toContain(sha256Of(clip));
    const extend = { ...SHOT, action: 'extend', ref_videos: [{ tag: 'src', type: 'extend', video_url: body.url }] };
    expect((await vendor.finish(extend, 2)).status.status).toBe('completed');
  });
});

test('a link ends, and an extension of a dead one fails and is refunded', async () => {
  await withSimulator({ linkLifeMs: 60_000 }, async (vendor) => {
    const { body } = await put(vendor, Buffer.from('some bytes'));
    vendor.simulator.advance(61_000);
    expect((await fetch(body.url)).status).toBe(403);
    expect((await fetch(body.url.replace(/.$/, (last: string) => (last === '0' ? '1' : '0')))).status).toBe(403);
    const extend = { ...SHOT, action: 'extend', ref_videos: [{ tag: 'src', type: 'extend', video_url: body.url }] };
    const { body: accepted } = await vendor.submit(extend);
    await vendor.simulator.waitFor('failed');
    expect((await vendor.poll(accepted.task_id)).body).toMatchObject({ status: 'failed', cost: 0 });
  });
});

test('an upload needs a key and the bytes of its name', async () => {
  await withSimulator({ keys: ['right'] }, async (vendor) => {
    expect(await put(vendor, Buffer.from('a'))).toMatchObject({ status: 401 });
    vendor.simulator.change({ keys: [] });
    expect(await put(vendor, Buffer.from('a'), sha256Of(Buffer.from('b')))).toMatchObject({ status: 400 });
    expect(await vendor.call('/uploads/passwd')).toMatchObject({ status: 404 });
  });
});
