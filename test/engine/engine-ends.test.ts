import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { afterAll, afterEach, expect, test } from 'vitest';
import { isAlive, isEngineError } from '../../engine/index.ts';
import { buildEngine } from './built-engine.ts';
import { makeHome, plainEnv } from './engine-home.ts';
import { until } from './until.ts';

const built = buildEngine();
const homes: ReturnType<typeof makeHome>[] = [];
afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.remove()));
});
afterAll(built.remove);

function openHome(extra: Parameters<typeof makeHome>[1] = {}) {
  const home = makeHome(built, extra);
  homes.push(home);
  return home;
}

test('an engine without open runs stops itself, and one with an open run stays', async () => {
  const it = openHome({ idleStopMs: 800 });
  const { settings } = await it.ensure();
  const connection = await Connection.connect(settings);
  const execution = { namespace: 'default', workflowId: 'run/store/x' };
  await connection.workflowService.startWorkflowExecution({
    ...execution,
    requestId: 'once',
    workflowType: { name: 'run' },
    taskQueue: { name: 'nobody' },
  });
  const { supervisor } = it.status();
  const opened = performance.now();
  await until('three idle times', () => performance.now() - opened > 2_400);
  expect(it.status().running).toBe(true);
  await connection.workflowService.terminateWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId: execution.workflowId },
  });
  await connection.close();
  await until('the end of the supervisor', () => !isAlive(supervisor?.process));
  expect(it.status()).toMatchObject({ phase: 'stopped', server: undefined, worker: undefined });
  expect(it.log('supervisor')).toContain('stopping: idle');
});

test('a worker that breaks at its start is reported with its own words, and nothing is left running', async () => {
  const env = { ...plainEnv(), DAILIES_TEST_WORKER: 'broken' };
  const it = openHome({ binary: { env } });
  const error = await it.ensure().catch((caught: unknown) => caught);
  expect(isEngineError(error) && error.code).toBe('ENGINE_START');
  expect(String(error)).toContain('The worker does not come up');
  expect(it.status()).toMatchObject({ running: false, phase: 'stopped', holder: undefined });
});

test('stopping ends what a killed supervisor has left', async () => {
  const it = openHome();
  await it.ensure();
  const { server, worker } = it.status();
  await it.kill('supervisor');
  expect(await it.stop()).toEqual([
    { role: 'worker', pid: worker?.process.pid, how: 'stopped' },
    { role: 'server', pid: server?.process.pid, how: 'stopped' },
  ]);
  expect(it.status()).toMatchObject({ phase: 'stopped', server: undefined, worker: undefined });
});

test('a home that another machine uses is refused', async () => {
  const it = openHome();
  mkdirSync(it.home);
  const owner = { pid: 1, start: '1', boot: 'another boot', space: '', host: 'another host' };
  writeFileSync(join(it.home, 'engine.lock.1'), JSON.stringify({ process: owner, note: '1.2.3', released: false }));
  const error = await it.ensure().catch((caught: unknown) => caught);
  expect(isEngineError(error) && error.code).toBe('ENGINE_LOCKED');
  expect(String(error)).toContain('another host');
  rmSync(join(it.home, 'engine.lock.1'));
});

test('a home that cannot be written is one clear sentence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dailies-home-'));
  writeFileSync(join(folder, 'file'), '');
  const it = openHome({ home: join(folder, 'file', 'home') });
  const error = await it.ensure().catch((caught: unknown) => caught);
  rmSync(folder, { recursive: true });
  expect(isEngineError(error) && error.code).toBe('HOME_NOT_WRITABLE');
});

test('a Temporal of the user’s own that does not answer is named', async () => {
  const it = openHome({ binary: { env: { TEMPORAL_ADDRESS: '127.0.0.1:1' } } });
  const error = await it.ensure().catch((caught: unknown) => caught);
  expect(isEngineError(error) && error.code).toBe('ENGINE_UNREACHABLE');
  expect(String(error)).toContain('127.0.0.1:1');
}, 30_000);
