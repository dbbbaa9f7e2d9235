import { readFileSync } from 'node:fs';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diagnoseEngine, isEngineError, searchAttributes } from '../../engine/index.ts';
import { buildEngine } from './built-engine.ts';
import { makeHome } from './engine-home.ts';
import { until } from './until.ts';

const built = buildEngine();
const it = makeHome(built);

beforeAll(async () => {
  // Two commands at once: both start a supervisor, and one of the two keeps the home.
  const [one, other] = await Promise.all([it.ensure(), it.ensure()]);
  expect(one).toEqual(other);
});
afterAll(async () => {
  await it.remove();
  built.remove();
});

test('two commands at once get one engine', () => {
  expect(it.log('supervisor').match(/server \d+ started/g)).toHaveLength(1);
  expect(readFileSync(`${it.home}/workers.txt`, 'utf8').trim().split('\n')).toHaveLength(1);
});

test('the namespace keeps runs for a month and knows the search attributes', async () => {
  const { settings, namespace } = await it.ensure();
  const connection = await Connection.connect(settings);
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  await connection.close();
  expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 86_400);
  expect(Object.keys(customAttributes ?? {})).toEqual(expect.arrayContaining([...searchAttributes]));
});

test('the worker is told the address and the epoch', async () => {
  const { address, epoch } = await it.ensure();
  expect(readFileSync(`${it.home}/workers.txt`, 'utf8')).toContain(` ${address} ${epoch}\n`);
});

test('a second command takes the engine as it is, in a moment', async () => {
  const before = it.status();
  const since = performance.now();
  await it.ensure();
  expect(performance.now() - since).toBeLessThan(500);
  expect(it.status()).toEqual(before);
});

test('after kill -9 of the supervisor the next command adopts the server and the worker', async () => {
  const [server, worker] = [it.pidOf('server'), it.pidOf('worker')];
  const [gone] = await it.kill('supervisor');
  const { epoch } = it.status();
  const engine = await it.ensure();
  expect([it.pidOf('server'), it.pidOf('worker')]).toEqual([server, worker]);
  expect(it.pidOf('supervisor')).not.toBe(gone);
  expect(engine.epoch).toBe(epoch);
});

test('after kill -9 of the worker another one comes by itself', async () => {
  const server = it.pidOf('server');
  const [gone] = await it.kill('worker');
  await until('another worker', () => it.status().running && it.pidOf('worker') !== gone);
  expect(it.pidOf('server')).toBe(server);
});

test('after kill -9 of the server it comes back on its port with the next epoch, and the worker stays', async () => {
  const { address, epoch } = it.status();
  const worker = it.pidOf('worker');
  const [gone] = await it.kill('server');
  await until('another server', () => it.status().running && it.pidOf('server') !== gone);
  expect(it.status().address).toBe(address);
  expect(it.status().epoch).toBeGreaterThan(epoch);
  expect(it.pidOf('worker')).toBe(worker);
});

test('after kill -9 of all three the next command starts all three', async () => {
  const before = await it.kill('supervisor', 'server', 'worker');
  await it.ensure();
  const after = [it.pidOf('supervisor'), it.pidOf('server'), it.pidOf('worker')];
  expect(after.filter((pid) => before.includes(pid))).toEqual([]);
});

test('an engine of another version is refused, and the hint says how to stop it', async () => {
  const error = await it.ensure({ version: '9.9.9' }).catch((caught: unknown) => caught);
  expect(isEngineError(error) && error.code).toBe('ENGINE_VERSION');
  expect(isEngineError(error) && error.hint).toContain('dailies down');
});

test('a Temporal of the user’s own is used when TEMPORAL_ADDRESS names one', async () => {
  const { address } = await it.ensure();
  const own = await it.ensure({ home: '/nonexistent/never-made', binary: { env: { TEMPORAL_ADDRESS: address } } });
  expect(own).toMatchObject({ address, namespace: 'default', epoch: 0, embedded: false });
});

test('the doctor finds a running engine well', async () => {
  const lines = await diagnoseEngine({ home: it.home, version: '1.2.3', binary: it.options.binary });
  expect(lines.filter(({ ok }) => !ok)).toEqual([]);
  expect(lines.map(({ check }) => check)).toEqual(['home', 'binary', 'version', 'supervisor', 'server', 'worker']);
});

test('the doctor names a daemon of another version', async () => {
  const lines = await diagnoseEngine({ home: it.home, version: '9.9.9', binary: it.options.binary });
  expect(lines.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual(['version']);
});

test('stopping takes worker and server with it, and stopping again stops nothing', async () => {
  const { supervisor, server, worker } = it.status();
  const since = performance.now();
  const stopped = await it.stop();
  expect(performance.now() - since).toBeLessThan(10_000);
  expect(stopped).toEqual([
    { role: 'supervisor', pid: supervisor?.process.pid, how: 'stopped' },
    { role: 'worker', pid: worker?.process.pid, how: 'stopped' },
    { role: 'server', pid: server?.process.pid, how: 'stopped' },
  ]);
  expect(it.status()).toMatchObject({ running: false, phase: 'stopped' });
  expect(await it.stop()).toEqual([]);
});
