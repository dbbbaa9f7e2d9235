import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeBackoff } from '../../engine/backoff.ts';
import { nextEpoch } from '../../engine/epoch.ts';
import { makeSilenceMeter } from '../../engine/heartbeat.ts';
import { homeLayout, readEpoch } from '../../engine/index.ts';
import { startFailure } from '../../engine/start-failure.ts';
import { readState, writeState } from '../../engine/state.ts';
import { timings } from '../../engine/timings.ts';

function makeClock() {
  let nowMs = 1_000_000;
  return {
    now: () => nowMs,
    pass(ms: number) {
      nowMs += ms;
    },
  };
}

/** Looks every 250 ms for that long, as the supervisor does, and returns the last silence. */
function listen(clock: ReturnType<typeof makeClock>, meter: ReturnType<typeof makeSilenceMeter>, forMs: number) {
  let silentMs = 0;
  for (let passed = 0; passed < forMs; passed += 250) {
    clock.pass(250);
    silentMs = meter.silentMs('the same mark');
  }
  return silentMs;
}

test('a worker that was stopped for 10 s is not taken for a hung one, one that is silent for 16 s is', () => {
  const clock = makeClock();
  const meter = makeSilenceMeter(clock.now);
  expect(listen(clock, meter, 10_000)).toBeLessThan(timings.heartbeatLostMs);
  meter.silentMs('another mark');
  expect(listen(clock, meter, 21_000)).toBeGreaterThan(timings.heartbeatLostMs);
});

test('a night of sleep counts as a second of silence', () => {
  const clock = makeClock();
  const meter = makeSilenceMeter(clock.now);
  meter.silentMs('mark');
  clock.pass(10 * 3_600_000);
  expect(meter.silentMs('mark')).toBe(1_000);
});

test('the first restart is immediate, later ones wait longer, and a minute of health forgets them', () => {
  const clock = makeClock();
  const backoff = makeBackoff(clock.now);
  const waits = Array.from({ length: 9 }, () => {
    const waitMs = backoff.waitMs();
    clock.pass(waitMs);
    backoff.started();
    return waitMs;
  });
  expect(waits).toEqual([0, 0, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  clock.pass(60_000);
  expect([backoff.waitMs(), backoff.tries]).toEqual([0, 0]);
});

test('epochs rise, even when the home was deleted in between or the clock was set back', () => {
  const home = mkdtempSync(join(tmpdir(), 'dailies-epoch-'));
  const layout = homeLayout(home);
  expect(readEpoch(layout)).toBe(0);
  const first = nextEpoch(layout, 5_000_000);
  const second = nextEpoch(layout, 1_000);
  rmSync(layout.epoch);
  const third = nextEpoch(layout, 6_000_000);
  expect([first, second, third]).toEqual([5_000, 5_001, 6_000]);
  rmSync(home, { recursive: true });
});

test('the state is read back as it was written, and anything else counts as none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dailies-state-'));
  const path = join(folder, 'engine.json');
  const process = { pid: 7, start: '1', boot: 'b', space: 's', host: 'h' };
  const state = {
    format: 1,
    version: '1.0.0',
    phase: 'running',
    epoch: 3,
    supervisor: process,
    server: { process, port: 7233, databaseInode: 9, ready: true },
    worker: { process, address: '127.0.0.1:7233', ready: false },
    failure: { code: 'DISK_FULL', message: 'm', hint: 'h' },
  } as const;
  writeState(path, state);
  expect(readState(path)).toEqual(state);
  for (const text of ['', '[]', '{"format":2}', '{"format":1,"version":"1","phase":"?","epoch":1}']) {
    writeFileSync(path, text);
    expect(readState(path)).toBeUndefined();
  }
  writeFileSync(path, JSON.stringify({ ...state, server: { port: '7233' }, worker: { process: { pid: -1 } } }));
  expect(readState(path)).toMatchObject({ server: undefined, worker: undefined, epoch: 3 });
  rmSync(folder, { recursive: true });
});

test('a failed start is explained from the lines of this start, without their control characters', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dailies-log-'));
  const log = join(folder, 'server.log');
  const earlier = 'bind: address already in use\n';
  writeFileSync(log, `${earlier}error: \u001b[31mno space left on device\u001b[0m\n`);
  expect(startFailure('The server', log, 0).code).toBe('DISK_FULL');
  const failure = startFailure('The server', log, earlier.length);
  expect(failure.code).toBe('DISK_FULL');
  expect(failure.message).toBe('The server does not come up: error:  [31mno space left on device [0m');
  writeFileSync(log, earlier);
  expect(startFailure('The server', log, 0).code).toBe('ENGINE_PORT');
  expect(startFailure('The server', join(folder, 'none.log'), 0)).toMatchObject({ code: 'ENGINE_START' });
  rmSync(folder, { recursive: true });
});
