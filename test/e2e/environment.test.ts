import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { balance } from './books.ts';
import { makeScene, type Scene } from './scene.ts';
import { documentOf, writeShots } from './simulated.ts';
import type { Vendor } from './vendor.ts';

let scene: Scene;
const run = (file: string, ...more: string[]) => scene.cli('run', file, '--simulate', '--speed', '100', '-y', ...more);

describe('before any engine', () => {
  let file: string;
  beforeEach(() => {
    scene = makeScene({ engine: 'own' });
    file = writeShots(scene, 'one', ['one']);
  });
  afterEach(() => scene.close());

  test('no engine to be had is 69 with the five ways, and nothing is started', async () => {
    Object.assign(scene.env, {
      DAILIES_TEMPORAL: '',
      DAILIES_CACHE: path.join(scene.root, 'empty'),
      PATH: '/nonexistent',
      // Nobody listens there, so the download has nowhere to go.
      HTTPS_PROXY: 'http://127.0.0.1:1',
      https_proxy: 'http://127.0.0.1:1',
      NO_PROXY: '',
      no_proxy: '',
    });
    const { code, stderr } = await run(file);
    expect(code).toBe(69);
    expect(stderr).toContain('There is no Temporal 1.5.1 (server 1.29.1) and none could be got.');
    const ways = [
      '1. DAILIES_TEMPORAL: not set',
      '2. `temporal` on PATH',
      '3. the cache',
      '4. the download',
      '5. `go install`',
    ];
    for (const way of ways) expect(stderr).toContain(way);
    expect(scene.has('.dailies/simulated/simulator.json')).toBe(false);
  });

  test('a DAILIES_TEMPORAL that is none is 69 and said', async () => {
    scene.env.DAILIES_TEMPORAL = '/nonexistent';
    const { code, stderr } = await run(file);
    expect([code, stderr]).toEqual([69, expect.stringContaining('DAILIES_TEMPORAL names /nonexistent')]);
  });

  test('a missing key is 78 before any engine is started', async () => {
    const { code, stderr } = await scene.cli('run', file, '-y');
    expect([code, stderr]).toEqual([
      78,
      expect.stringContaining('no key: the environment variable WAVE_API_KEY is empty'),
    ]);
    expect(stderr).toContain('--simulate');
    expect(existsSync(scene.home)).toBe(false);
  });

  test('a configuration that cannot be read is 78 with its place', async () => {
    scene.write('dailies.yaml', 'version: 1\naccounts: { default: { limit: many } }\n');
    const { code, stderr } = await scene.cli('run', file, '-y');
    expect([code, stderr]).toEqual([78, expect.stringContaining('dailies.yaml: accounts.default.limit')]);
  });

  test('a home or a store that cannot be written is 73, in one sentence', async () => {
    writeFileSync(scene.home, '');
    const home = await run(file);
    expect([home.code, home.stderr]).toEqual([
      73,
      expect.stringContaining(`${scene.home} cannot be written (a file lies there)`),
    ]);
    rmSync(scene.home);
    rmSync(path.join(scene.root, '.dailies'), { recursive: true });
    scene.write('.dailies', '');
    const store = await run(file);
    expect([store.code, store.stderr]).toEqual([73, expect.stringContaining('a file lies where a folder must be')]);
    expect(existsSync(scene.home)).toBe(false);
  });
});

describe('one engine that comes and goes', () => {
  let vendor: Vendor;
  beforeAll(async () => {
    scene = makeScene({ engine: 'own' });
    vendor = await scene.simulator();
  });
  afterAll(() => scene.close());

  test('up is said with its address', async () => {
    const up = await scene.cli('up');
    expect([up.code, up.stdout]).toEqual([0, expect.stringMatching(/^the engine answers at 127\.0\.0\.1:\d+/)]);
  }, 120_000);

  test('a renders folder that cannot be written pauses the run with 73; mended, the paid file comes for nothing', async () => {
    scene.write('.dailies/simulated/renders', '');
    const paused = await run(writeShots(scene, 'full', ['one']));
    expect(paused.code, paused.stderr).toBe(73);
    expect(paused.stderr).toContain('paid files wait at the vendor');
    rmSync(path.join(scene.root, '.dailies/simulated/renders'));
    const resumed = await scene.cli('resume', '--simulate');
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(await balance(scene, vendor, ['full'])).toMatchObject({ accepted: 1, posts: 1, done: 1 });
  }, 120_000);

  test('down in mid-run says how to go on, and resume does', async () => {
    await vendor.fault({ match: { op: 'submit' }, action: { do: 'fate', renderMs: 3_000 } });
    const accepted = await vendor.upcoming('accepted');
    expect((await run(writeShots(scene, 'mid', ['one']), '--detach')).code).toBe(75);
    await accepted();
    const down = await scene.cli('down');
    expect(down.stdout).toMatch(/^stopped: supervisor \(\d+\), worker \(\d+\), server \(\d+\), simulator/);
    const again = await scene.cli('down');
    expect([again.code, again.stdout]).toEqual([0, 'nothing was running\n']);
    const status = await scene.cli('status', '--simulate');
    expect([status.code, status.stdout]).toEqual([0, expect.stringContaining('dailies resume goes on')]);
    const resumed = await scene.cli('resume', '--simulate', '--json');
    expect([resumed.code, documentOf(resumed).state], resumed.stderr).toEqual([0, 'done']);
    // The simulator that resume started took over port and state.
    expect(await balance(scene, vendor, ['full', 'mid'])).toMatchObject({ accepted: 2, done: 2, unsure: 0 });
  }, 120_000);

  test('a simulator whose port was taken meanwhile starts at another one, with all that it knew', async () => {
    const known = JSON.parse(scene.read('.dailies/simulated/simulator.json'));
    process.kill(known.pid, 'SIGKILL');
    const squatter = createServer((socket) => socket.destroy());
    await vi.waitFor(
      () => new Promise<void>((done, fail) => squatter.once('error', fail).listen(known.port, '127.0.0.1', done)),
    );
    const again = await run('pipelines/mid.yaml', '--only', 'shot@one', '--remake', 'shot@one');
    squatter.close();
    expect(again.code, again.stderr).toBe(0);
    const { port } = JSON.parse(scene.read('.dailies/simulated/simulator.json'));
    const ledger = (await (await fetch(`http://127.0.0.1:${port}/_sim/ledger`)).json()) as { tasks: unknown[] };
    expect([port === known.port, ledger.tasks.length]).toEqual([false, 3]);
  }, 120_000);
});
