import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { measure } from '../../media/index.ts';
import { startSimulator } from '../../simulator/index.ts';
import { makeClient, SHOT } from './client.ts';
import { type SimulatorProcess, startProcess } from './process.ts';

let folder = '';
const running: SimulatorProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'dailies-restart-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.kill('SIGKILL')));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(...flags: string[]): Promise<SimulatorProcess & ReturnType<typeof makeClient>> {
  const simulator = await startProcess(flags);
  running.push(simulator);
  return { ...simulator, ...makeClient(simulator.url) };
}

test('accepted tasks, bill, keys and cap outlive kill -9 on the same port', async () => {
  const flags = ['--state', path.join(folder, 'a.jsonl'), '--task-ms', '60000', '--cap', '2'];
  const before = await start(...flags);
  const key = { 'idempotency-key': 'k1' };
  const first = (await before.submit(SHOT, key)).body.task_id;
  const second = (await before.submit()).body.task_id;
  await before.cancel(second);
  await before.post('/_sim/clock', { advanceMs: 5000 });
  const third = (await before.submit()).body.task_id;
  await before.kill('SIGKILL');

  const after = await start(...flags, '--port', new URL(before.url).port);
  expect(after.url).toBe(before.url);
  expect((await after.sim('clock')).body.aheadMs).toBe(5000);
  expect((await after.submit()).status).toBe(429);
  expect((await after.submit(SHOT, key)).body.task_id).toBe(first);
  await after.post('/_sim/clock', { advanceMs: 120_000 });
  const states = await Promise.all([first, second, third].map(async (id) => (await after.poll(id)).body.status));
  expect(states).toEqual(['completed', 'cancelled', 'completed']);
  const ledger = (await after.sim('ledger')).body;
  expect(ledger.balanced).toBe(true);
  expect(Object.values(ledger.accounts)[0]).toMatchObject({ used: 204_000, frozen: 0 });
});

test('a link from before the restart serves the same bytes after it, and a lost file is made again', async () => {
  const flags = ['--state', path.join(folder, 'b.jsonl'), '--task-ms', '10', '--seed', 'x'];
  const before = await start(...flags);
  const { link } = await before.finish();
  const bytes = Buffer.from(await (await fetch(link)).arrayBuffer());
  await before.kill('SIGKILL');
  await rm(path.join(folder, 'b.jsonl.files'), { recursive: true });
  await start(...flags, '--port', new URL(before.url).port);
  expect(Buffer.from(await (await fetch(link)).arrayBuffer()).equals(bytes)).toBe(true);
  await writeFile(path.join(folder, 'b.mp4'), bytes);
  expect(await measure(path.join(folder, 'b.mp4'))).toMatchObject({ ok: true, seconds: 3 });
});

test('SIGTERM ends it cleanly in the midst of a held answer; the state reads back', async () => {
  const state = path.join(folder, 'c.jsonl');
  const before = await start('--state', state, '--task-ms', '60000');
  await before.post('/_sim/faults', { match: { op: 'submit' }, action: { do: 'hold' } });
  const held = before.submit().catch(() => 'broken off');
  await before.sim('wait?event=held');
  expect(await before.kill('SIGTERM')).toBe(0);
  expect(await held).toBe('broken off');
  const after = await start('--state', state);
  expect((await after.sim('ledger')).body.tasks).toHaveLength(1);
});

test('an extension whose source was still being fetched goes on after the restart', async () => {
  const options = { stateFile: path.join(folder, 'e.jsonl'), taskMs: 20, jitter: 0 };
  const clip = await startSimulator({ taskMs: 20 });
  const { link } = await makeClient(clip.url).finish();
  const bytes = Buffer.from(await (await fetch(link)).arrayBuffer());
  await clip.close();
  const waiting: ServerResponse[] = [];
  const source = createServer((_, response) => waiting.push(response)).listen(0, '127.0.0.1');
  await once(source, 'listening');
  const video_url = `http://127.0.0.1:${(source.address() as AddressInfo).port}/a.mp4`;

  const first = await startSimulator(options);
  const asked = once(source, 'request');
  const body = { ...SHOT, ref_videos: [{ tag: 's', type: 'extend', video_url }] };
  const { task_id } = (await makeClient(first.url).submit(body)).body;
  await asked;
  await first.waitFor('processing');
  await first.close();
  source.closeAllConnections();

  const askedAgain = once(source, 'request');
  const second = await startSimulator(options);
  await askedAgain;
  expect((await makeClient(second.url).poll(task_id)).body.status).toBe('processing');
  waiting.at(-1)?.end(bytes);
  expect(await second.waitFor('completed')).toBe(true);
  expect(second.ledger()).toMatchObject({ balanced: true, tasks: [{ taskId: task_id, billing: 'settled' }] });
  await second.close();
  source.close();
});

test('without a state file everything is forgotten: the old task is unknown', async () => {
  const before = await start('--task-ms', '60000');
  const { task_id } = (await before.submit()).body;
  await before.kill('SIGKILL');
  const after = await start('--port', new URL(before.url).port);
  expect((await after.poll(task_id)).status).toBe(404);
});

test('a last line that was cut off is dropped; any other damage is an error', async () => {
  const stateFile = path.join(folder, 'd.jsonl');
  const first = await startSimulator({ stateFile, taskMs: 60_000 });
  await makeClient(first.url).submit();
  await first.close();
  await appendFile(stateFile, '{"kind":"task","task":{"id":"ta');
  const second = await startSimulator({ stateFile });
  expect(second.ledger().tasks).toHaveLength(1);
  await second.close();
  await writeFile(stateFile, `not JSON\n${await readFile(stateFile, 'utf8')}`);
  await expect(startSimulator({ stateFile })).rejects.toThrow('line 1: cannot be read');
});

test('a wrong flag ends with 64 and a taken port with 69, each with one sentence', async () => {
  const wrong = await startProcess(['--counts', 'all']);
  expect(wrong.url).toBe("exit 64: simulator: --counts: 'all' is none of in-flight, queued\n");
  const first = await start();
  const second = await startProcess(['--port', new URL(first.url).port]);
  expect(second.url).toContain('exit 69: simulator: listen EADDRINUSE');
});

test('a batch of 39 clips of 5 s at high speed is rendered and downloaded within a minute, five at a time', async () => {
  const vendor = await start('--speed', '200');
  const started = performance.now();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < 39) {
      const { task_id } = (await vendor.submit({ ...SHOT, duration: 5, prompt: `Shot ${++next}` })).body;
      let status = (await vendor.poll(task_id)).body;
      for (; status.status !== 'completed'; status = (await vendor.poll(task_id)).body) {
        await vendor.sim('wait?event=completed&count=999&timeoutMs=20');
      }
      const file = Buffer.from(await (await fetch(status.result.videos[0].url)).arrayBuffer());
      expect(file.toString('latin1', 4, 8)).toBe('ftyp');
    }
  };
  await Promise.all([1, 2, 3, 4, 5].map(work));
  expect((await vendor.sim('stats')).body).toMatchObject({ tasks: 39, downloads: 39, refusals: 0, peakInCap: 5 });
  expect(performance.now() - started).toBeLessThan(60_000);
});
