import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { homeLayout, identify, isAlive, isEngineError } from '../../engine/index.ts';
import { buildEngine } from './built-engine.ts';
import { makeHome } from './engine-home.ts';
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

test('a hung worker is killed before another one is started', async () => {
  const it = openHome({ heartbeatLostMs: 1_500 });
  await it.ensure();
  // By a supervisor that has not started it, too.
  await it.kill('supervisor');
  await it.ensure();
  const hung = it.pidOf('worker');
  process.kill(hung, 'SIGUSR2');
  await until('another worker', () => it.status().running && it.pidOf('worker') !== hung);
  expect(identify(hung)).toBeUndefined();
  expect(it.log('supervisor')).toContain(`worker ${hung} hangs: killed`);
});

test('a hung worker does not hold up a stop', async () => {
  const it = openHome({ heartbeatLostMs: 1_500 });
  await it.ensure();
  process.kill(it.pidOf('worker'), 'SIGSTOP');
  const startedMs = performance.now();
  await it.stop();
  expect(performance.now() - startedMs).toBeLessThan(15_000);
  expect(it.log('supervisor')).toContain('worker killed');
});

test('a server whose database folder was deleted is replaced by one with a database', async () => {
  const it = openHome();
  await it.ensure();
  const before = it.pidOf('server');
  rmSync(join(it.home, 'engine'), { recursive: true });
  mkdirSync(join(it.home, 'engine'));
  await until('another server', () => it.status().running && it.pidOf('server') !== before);
  expect(identify(before)).toBeUndefined();
});

test('a damaged database is named and kept, one that was never ready is made anew', async () => {
  const it = openHome();
  const { database, databaseMade, databaseFolder } = homeLayout(it.home);
  mkdirSync(databaseFolder, { recursive: true });
  writeFileSync(database, 'half of a database');
  writeFileSync(databaseMade, '');
  const error = await it.ensure().catch((caught: unknown) => caught);
  expect(String(error)).toContain('file is not a database');
  expect(isEngineError(error) && error.hint).toContain('move the folder `engine`');
  expect(readFileSync(database, 'utf8')).toBe('half of a database');
  rmSync(databaseMade);
  await it.ensure();
});

test('a server that nobody recorded is stopped before another opens its database', async () => {
  const it = openHome();
  await it.ensure();
  const [server, worker] = [it.pidOf('server'), it.pidOf('worker')];
  await it.kill('supervisor');
  rmSync(join(it.home, 'engine.json'));
  await it.ensure();
  expect([identify(server), identify(worker)]).toEqual([undefined, undefined]);
  expect(it.log('supervisor')).toContain(`an unrecorded server ${server}: stopped`);
  expect(it.log('supervisor')).toContain(`an unrecorded worker ${worker}: stopped`);
});

test('an engine whose home was deleted stops by itself', async () => {
  const it = openHome();
  await it.ensure();
  const { supervisor, server, worker } = it.status();
  rmSync(it.home, { recursive: true });
  const all = [supervisor, server, worker].map((one) => one?.process);
  await until('the end of all three', () => all.every((one) => !isAlive(one)));
});
