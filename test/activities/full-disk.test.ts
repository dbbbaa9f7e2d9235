import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStage, type Stage, shot } from './stage.ts';

// A real full disk: a file system in memory, where the system lets us mount one (root, or a user's name space).
const MEBIBYTE = 1_048_576;
const folder = mkdtempSync(join(tmpdir(), 'dailies-disk-'));
const canMount = mount(folder);
let stage: Stage;

beforeAll(async () => {
  if (!canMount) return;
  stage = await openStage({ nodes: ['a', 'b', 'c'].map((id) => shot(id)), root: folder });
});
afterAll(async () => {
  if (canMount) {
    await stage.close();
    execFileSync('umount', [folder]);
  }
  rmSync(folder, { recursive: true, force: true });
});

function mount(at: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', at], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Leaves so many bytes on the disk. */
function fill(leave: number): () => void {
  const file = join(folder, 'filler');
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - leave)));
  return () => rmSync(file);
}

it.skipIf(!canMount)('a full disk lets nothing more be paid, and what is paid waits at the vendor', async () => {
  const { activities, sim, store } = stage;
  const submitted = await activities.submit(stage.input(0));
  const task = submitted.kind === 'created' ? submitted.task : '';
  await sim.waitFor('completed');
  const makeRoom = fill(0);
  expect(await activities.download({ ...stage.input(0), task })).toEqual({ kind: 'paused', code: 'DISK_FULL' });
  expect(await activities.submit(stage.input(1))).toMatchObject({ kind: 'account', code: 'DISK_FULL' });
  expect(await activities.checkAccount({ account: 'acc' })).toMatchObject({ key: 'works', room: false });
  expect(sim.ledger().tasks).toHaveLength(1);
  expect(await store.records.of('film', 'a')).toEqual([]);
  makeRoom();
  expect(await activities.checkAccount({ account: 'acc' })).toMatchObject({ key: 'works', room: true });
  expect(await activities.download({ ...stage.input(0), task })).toMatchObject({ kind: 'saved', cost: 102_000 });
  expect(await activities.submit(stage.input(1))).toMatchObject({ kind: 'created' });
});

it.skipIf(!canMount)('a disk with room for records but not for renders is no disk to pay for', async () => {
  const makeRoom = fill(100 * MEBIBYTE);
  const before = stage.sim.ledger().tasks.length;
  expect(await stage.activities.submit(stage.input(2))).toMatchObject({ kind: 'account', code: 'DISK_FULL' });
  expect(stage.sim.ledger().tasks).toHaveLength(before);
  expect(await stage.store.claims.ofNode('film', 'c')).toEqual([]);
  makeRoom();
  expect(await stage.activities.submit(stage.input(2))).toMatchObject({ kind: 'created' });
});

it.skipIf(!canMount)('a disk that fills up in the middle of a file keeps none of it', async () => {
  const { activities, sim, store } = stage;
  const [claim] = (await store.claims.ofPipeline('film')).filter(({ ref }) => ref.node === 'c');
  const task = claim?.created?.task ?? '';
  await sim.waitFor('completed', 3);
  const makeRoom = fill(3 * 4_096);
  expect(await activities.download({ ...stage.input(2), task })).toEqual({ kind: 'paused', code: 'DISK_FULL' });
  makeRoom();
  expect(await activities.download({ ...stage.input(2), task })).toMatchObject({ kind: 'saved' });
});

it('where no file could be shown nothing is paid, until it can be', async () => {
  const other = await openStage();
  const renders = join(other.root, '.dailies/simulated/renders');
  writeFileSync(renders, 'a file in the place of the folder');
  expect(await other.activities.submit(other.input(0))).toMatchObject({ kind: 'account', code: 'DISK_FULL' });
  expect(await other.activities.checkAccount({ account: 'acc' })).toMatchObject({ room: false });
  expect(other.sim.stats().posts).toBe(0);
  rmSync(renders);
  expect(await other.activities.checkAccount({ account: 'acc' })).toMatchObject({ room: true });
  expect(await other.activities.submit(other.input(0))).toMatchObject({ kind: 'created' });
  await other.close();
});
