import { open as openFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { qingbo } from '../../activities/providers/qingbo/qingbo.ts';
import { canonicalJson } from '../../plan/json.ts';
import { sha256Of } from '../../store/index.ts';
import { thisProcess } from '../../store/owner.ts';
import { vendorAt } from './outside.ts';
import { KEY, openStage, type Stage, type StageOptions, shot } from './stage.ts';

let stage: Stage;
const ends: (() => Promise<unknown>)[] = [];
const open = async (options: StageOptions = {}) => {
  stage = await openStage(options);
  ends.push(stage.close);
  return stage;
};
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
const taskOf = async (node = 0) => {
  const outcome = await stage.activities.submit(stage.input(node));
  return outcome.kind === 'created' ? outcome.task : '';
};

it('a claim says who pays for what, until when and by what right, and its key follows from its path and project', async () => {
  const beforeMs = Date.now();
  const { store, sim, place } = await open();
  const task = await taskOf();
  const [state] = await store.claims.ofPipeline('film');
  const [accepted] = sim.ledger().tasks;
  const identity = state?.ref.identity ?? '';
  const claim = state?.claim.kind === 'intent' ? state.claim : undefined;
  const atMs = claim?.atMs ?? 0;
  expect(atMs).toBeGreaterThanOrEqual(beforeMs);
  expect(claim).toEqual({
    ...{ version: 1, kind: 'intent', nonce: expect.stringMatching(/^[0-9a-f-]{36}$/), key: KEY, account: 'acc' },
    ...{ run: `run/${store.id}/film`, store: place.store, owner: await thisProcess(), engineEpoch: 1 },
    ...{ sendDeadlineMs: atMs + 10_000, body: accepted?.bodySha256, sources: [], reserved: 102_000, atMs },
    ...{ api: 'simulator', model: 'skyreels-v4-fast', action: 'generate', bootMs: expect.any(Number) },
    unsureUntilMs: atMs + 86_400_000,
    idempotencyKey: sha256Of(canonicalJson(['dailies', 1, store.projectId, 'simulator', `film/a/${identity}/1/1`])),
  });
  expect(state?.created).toEqual({
    ...{ version: 1, task, how: 'answer', acceptedAtMs: expect.any(Number) },
    vendorDate: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/),
  });
});

it('a POST goes on a connection of its own, not on one that stands from a GET', async () => {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    sockets.add(request.socket);
    response.end(JSON.stringify({ task_id: 't', status: 'queued' }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ends.push(() => new Promise((done) => server.close(done)));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const vendor = qingbo({ baseUrl, key: 'key', resultHosts: [], now: Date.now });
  ends.push(() => vendor.close());
  for (let asked = 0; asked < 10; asked += 1) await vendor.status('t');
  const standing = sockets.size;
  expect(standing, 'GETs take those that stand').toBeLessThan(10);
  await vendor.submit({ body: Buffer.from('{}'), idempotencyKey: 'k', maySend: () => true });
  expect(sockets.size).toBe(standing + 1);
});

it('a file of which the disk gives back other bytes than came is fetched again', async () => {
  const { as, store, sim, input } = await open();
  const task = await taskOf();
  await sim.waitFor('completed');
  const vendor = vendorAt(sim.apiUrl);
  ends.push(() => vendor.close());
  let spoilt = 0;
  const provider = {
    ...vendor,
    download: async (call: Parameters<typeof vendor.download>[0]) => {
      const answer = await vendor.download(call);
      if (spoilt++ > 0) return answer;
      // One bit of the picture's data turns over on the disk: length and container stay as they were.
      const file = await openFile(call.partPath, 'r+');
      const { size } = await file.stat();
      const byte = Buffer.alloc(1);
      await file.read(byte, 0, 1, Math.floor(size / 2));
      await file.write(Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, Math.floor(size / 2));
      await file.close();
      return answer;
    },
  };
  const outcome = await as({}, { provider }).download({ ...input(0), task });
  expect(outcome).toMatchObject({ kind: 'saved' });
  expect(spoilt).toBe(2);
  expect(await store.media.path(outcome.kind === 'saved' ? outcome.sha256 : '')).toBeDefined();
});

it('a cancel that the vendor accepts and does not carry out is no end: what is paid is awaited', async () => {
  const { activities, sim, wait } = await open({ sim: { taskMs: 400 } });
  const task = await taskOf();
  sim.fault({
    match: { op: 'cancel' },
    count: 0,
    action: { do: 'answer', status: 200, body: { status: 'cancelled' } },
  });
  sim.fault({ match: { op: 'poll' }, count: 2, action: { do: 'patch', set: { status: 'queued' } } });
  expect(await activities.awaitTask(wait(0, task, { cancel: true }))).toMatchObject({
    kind: 'completed',
    cost: 102_000,
  });
  expect(sim.stats().cancels).toBe(0);
});

it('a late task is followed slowly', async () => {
  const { as, sim, wait } = await open({ nodes: [shot('a'), shot('b')], sim: { taskMs: 500 } });
  const task = await taskOf();
  const stopping = new AbortController();
  const pulse = () => ({ beat: () => undefined, cancelled: stopping.signal });
  const waiting = as({ pulse }, { speed: 1, poll: { minMs: 25, maxMs: 25 } }).awaitTask(wait(0, task, { late: true }));
  await sim.waitFor('completed');
  stopping.abort(new Error('seen enough'));
  await expect(waiting).rejects.toThrow('seen enough');
  expect(sim.stats().polls).toBe(1);
});
