import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stopEngine } from '../../engine/index.ts';
import { watchFiles } from '../campaign/watch-files.ts';
import { balance, since, summary } from '../e2e/books.ts';
import { makeScene, type Scene } from '../e2e/scene.ts';
import { documentOf, writeShots } from '../e2e/simulated.ts';
import type { Vendor } from '../e2e/vendor.ts';

// A vendor without keys: a submit that is cut would leave its node unsure.
const API = 'qingbo-seed-2026-04';
const FLAGS = ['--simulate', '--api', API, '--speed', '100', '-y'];
let scene: Scene;
let vendor: Vendor;
const stems: string[] = [];
beforeAll(async () => {
  scene = makeScene({ engine: 'own' });
  vendor = await scene.simulator({ api: API, idempotency: 'ignore' });
});
afterAll(() => scene.close());

/** Resolves when the store has such a file of the pipeline. */
const file = (end: string) => async (stem: string) => {
  const { seen, close } = watchFiles(
    path.join(scene.root, '.dailies/simulated/store'),
    new RegExp(`^objects/claims/.*/${stem}/.*${end}$`),
  );
  return () => seen.finally(close);
};

test.each([
  ['claimed', 'its claim is put and nothing is sent', file('\\.1')],
  ['accepted', 'its task is accepted and nothing is written down', () => vendor.upcoming('accepted')],
  ['created', 'its task is written down and the run is not told', file('\\.created')],
])(
  '%s: down while %s loses nothing and pays nothing twice',
  async (stem, _words, arm) => {
    const before = await balance(scene, vendor, stems);
    const typed = writeShots(scene, stem, ['one', 'two', 'three']);
    stems.push(stem);
    const reached = await arm(stem);
    const run = scene.start('run', typed, ...FLAGS, '--detach');
    await reached();
    // As `down` does, at once: a command takes longer to start than a submit.
    const stopped = await stopEngine({ home: scene.home });
    expect(stopped.map(({ how }) => how)).toEqual(['stopped', 'stopped', 'stopped']);
    await run.ended;
    const resumed = await scene.cli('resume', stem, '--simulate', '--json');
    expect([resumed.code, documentOf(resumed).state], resumed.stderr).toEqual([0, 'done']);
    const now = await balance(scene, vendor, stems);
    summary(`down, ${stem}`, now, before);
    expect(since(now, before)).toMatchObject({ accepted: 3, posts: 3, done: 3, unsure: 0 });
  },
  120_000,
);
