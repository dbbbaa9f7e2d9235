import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { startSimulator } from '../../simulator/index.ts';
import { SHOT, withSimulator } from './client.ts';

test('waiting ends with the event, or says that it did not happen in time', () =>
  withSimulator({}, async ({ submit, sim }) => {
    const waiting = sim('wait?event=accepted&count=2');
    await submit();
    expect((await sim('wait?event=accepted&count=2&timeoutMs=30')).body).toMatchObject({ happened: false, count: 1 });
    await submit();
    expect((await waiting).body).toMatchObject({ event: 'accepted', happened: true, count: 2 });
    expect((await sim('wait?event=party')).status).toBe(400);
    const events = (await sim('events')).body.events.map((entry: { event: string }) => entry.event);
    expect(events.slice(0, 2)).toEqual(['arrived', 'accepted']);
  }));

test('the clock is set ahead: tasks end, and the answers carry the new time', () =>
  withSimulator({ taskMs: 3_600_000 }, async ({ submit, poll, post, sim }) => {
    const { task_id } = (await submit()).body;
    expect((await sim('clock')).body.aheadMs).toBe(0);
    expect((await post('/_sim/clock', { advanceMs: 3_600_000 })).body.aheadMs).toBe(3_600_000);
    expect((await poll(task_id)).body.status).toBe('completed');
    expect((await submit()).body.created_at).toBeGreaterThan(Date.now() + 3_500_000);
    expect((await post('/_sim/clock', { advanceMs: 'soon' })).status).toBe(400);
  }));

test('settings change while it runs, and nonsense is refused', () =>
  withSimulator({ taskMs: 60_000 }, async ({ submit, post, sim }) => {
    expect((await post('/_sim/settings', { cap: 1 })).body.cap).toBe(1);
    await submit();
    expect((await submit()).status).toBe(429);
    expect((await post('/_sim/settings', { cap: 0 })).status).toBe(400);
    expect((await post('/_sim/settings', { counts: 'all' })).status).toBe(400);
    expect((await sim('settings')).body.cap).toBe(1);
    expect((await sim('nothing')).status).toBe(404);
    await expect(startSimulator({ speed: 0 })).rejects.toThrow('speed');
  }));

test('the ledger tells of each task its body, key and times, and never the account key', () =>
  withSimulator({ taskMs: 60_000 }, async ({ submit, sim }) => {
    await submit(SHOT, { 'idempotency-key': 'k' });
    const { body } = await sim('ledger');
    expect(body.tasks[0]).toMatchObject({ body: SHOT, idempotencyKey: 'k', billing: 'frozen', priceQuota: 102_000 });
    expect(body.tasks[0].bodySha256).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(body)).not.toContain('a-key');
  }));

test('the statistics count polls, downloads and refusals, and start anew when told', () =>
  withSimulator({}, async ({ finish, post, sim }) => {
    await (await fetch((await finish()).link)).arrayBuffer();
    expect((await sim('stats')).body).toMatchObject({ tasks: 1, posts: 1, polls: 1, downloads: 1, refusals: 0 });
    await post('/_sim/stats/reset');
    expect((await sim('stats')).body).toMatchObject({ tasks: 0, polls: 0, slotGapsMs: [], slotGapP99Ms: null });
  }));

test('subscribed callbacks arrive with the words of the vendor page, and only on this machine', () =>
  withSimulator({}, async ({ submit, simulator }) => {
    const heard: { task_id: string; event: string }[] = [];
    const server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      heard.push(JSON.parse(Buffer.concat(parts).toString()));
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const callback_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { task_id } = (await submit({ ...SHOT, callback_url, callback_events: ['running', 'succeeded'] })).body;
    await submit({ ...SHOT, callback_url: 'https://example.com/' });
    await simulator.waitFor('called-back', 2);
    expect(heard).toMatchObject([
      { task_id, event: 'running' },
      { task_id, event: 'succeeded' },
    ]);
    server.close();
    server.closeAllConnections();
  }));
