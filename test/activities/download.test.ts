import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { FaultAction } from '../../simulator/index.ts';
import { StoreError } from '../../store/index.ts';
import { openStage, type Stage, type StageOptions, shot } from './stage.ts';

let stage: Stage;
let task: string;
const open = async (options: StageOptions = {}) => {
  stage = await openStage(options);
  const outcome = await stage.activities.submit(stage.input(0));
  task = outcome.kind === 'created' ? outcome.task : '';
  await stage.sim.waitFor('completed');
  return stage;
};
afterEach(() => stage.close());
const spoil = (action: FaultAction, count = 1, op: 'download' | 'poll' = 'download') =>
  stage.sim.fault({ match: { op }, count, action });
const save = () => stage.activities.download({ ...stage.input(0), task });
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const left = async () => (await readdir(join(stage.store.folder, 'temporary'))).filter((name) => name.includes('part'));

describe('a finished task', () => {
  it('is brought home, recorded, shown and settled', async () => {
    const { store, root, input } = await open();
    const outcome = await save();
    expect(outcome).toMatchObject({ kind: 'saved', cost: 102_000, seconds: expect.closeTo(3, 1) });
    const [record] = await store.records.of('film', 'a');
    expect(record).toMatchObject({
      task,
      account: 'acc',
      kind: 'render',
      costAssumed: false,
      step: 'a',
      generation: 1,
    });
    expect(record?.request).toMatchObject({ prompt: 'shot a', action: 'generate' });
    const shown = await readFile(join(root, record?.file ?? ''));
    expect(outcome).toMatchObject({ sha256: sha256(shown) });
    expect((await store.claims.ofPipeline('film'))[0]?.settled).toMatchObject({ as: 'made', cost: 102_000 });
    expect(await left()).toEqual([]);
    expect(await stage.activities.submit(input(0))).toMatchObject({ kind: 'made', cost: 0 });
  });

  it('brought home twice, or twice at once, is one file and one record', async () => {
    await open();
    const [one, two] = await Promise.all([save(), save()]);
    expect(one).toEqual(two);
    expect(await save()).toEqual(one);
    expect(await stage.store.records.of('film', 'a')).toHaveLength(1);
    expect(await left()).toEqual([]);
  });

  it.each([['http://127.0.0.1:1/x'], ['https://unknown.example/x'], ['https://[::ffff:7f00:1]/']])(
    'on %s pauses until the host is allowed',
    async (url) => {
      await open();
      spoil({ do: 'patch', set: { 'result.videos.0.url': url } }, 0, 'poll');
      expect(await save()).toEqual({ kind: 'paused', code: 'HOST_UNKNOWN' });
    },
  );

  it('waits at the vendor when the disk is full', async () => {
    const { as, store, input } = await open();
    const add = () => Promise.reject(new StoreError('UNWRITABLE', 'media', 'ENOSPC'));
    const full = { ...store, media: { ...store.media, add } };
    const outcome = await as({ storeOf: async () => full }).download({ ...input(0), task });
    expect(outcome).toEqual({ kind: 'paused', code: 'DISK_FULL' });
    expect(await save()).toMatchObject({ kind: 'saved' });
  });

  it('costs what the vendor says, as far as that can be', async () => {
    const costs = [
      [null, 102_000, true, undefined],
      [-1, 102_000, true, 'COST_ODD'],
      [1e30, 102_000, true, 'COST_ABOVE'],
      [0.5, 102_000, true, 'COST_ODD'],
      [102_000, 102_000, false, undefined],
      [204_000, 204_000, false, 'COST_ABOVE'],
      [1_020_001, 102_000, true, 'COST_ABOVE'],
    ] as const;
    const { sim, activities, input } = await open({
      nodes: costs.map((_, index) => shot(`n${index}`)),
      sim: { cap: 20 },
    });
    for (const [node, [cost, expected, costAssumed, code]] of costs.entries()) {
      const submitted = await activities.submit(input(node));
      await sim.waitFor('completed', node + 1);
      const id = submitted.kind === 'created' ? submitted.task : '';
      sim.fault({ match: { op: 'poll', task: id }, count: 0, action: { do: 'patch', set: { cost } } });
      const saved = await activities.download({ ...input(node), task: id });
      expect(saved).toMatchObject({ kind: 'saved', cost: expected });
      expect('overpaid' in saved).toBe(code === 'COST_ABOVE');
      expect((await stage.store.records.of('film', `n${node}`))[0]).toMatchObject({ cost: expected, costAssumed });
      const [claim] = (await stage.store.claims.ofPipeline('film')).filter(({ ref }) => ref.node === `n${node}`);
      expect(claim?.settled).toMatchObject({ as: 'made', cost: expected });
      expect(claim?.settled?.code).toBe(code);
    }
  });

  it.each<[string, FaultAction, object, object | undefined]>([
    [
      'shows no video any more, is paid, and a person decides',
      { do: 'patch', remove: ['result'] },
      { kind: 'blocked', code: 'LINK_DEAD' },
      undefined,
    ],
    [
      'shows none and names no bill either: so it was paid, as it had one before',
      { do: 'patch', remove: ['result', 'cost'] },
      { kind: 'blocked', code: 'LINK_DEAD' },
      undefined,
    ],
    [
      'shows none and was given back is made again',
      { do: 'patch', remove: ['result'], set: { cost: 0 } },
      { kind: 'failed', code: 'NO_VIDEO', cost: 0, again: true },
      { as: 'failed', cost: 0, refunded: 102_000 },
    ],
    [
      'is said to have failed after all, and is billed, is not made again by itself',
      { do: 'patch', set: { status: 'failed' } },
      { kind: 'failed', code: 'TASK_FAILED', cost: 102_000, again: false },
      { as: 'failed', cost: 102_000, refunded: 0 },
    ],
  ])('that %s', async (_case, action, outcome, settled) => {
    const { as, input, store } = await open();
    spoil(action, 0, 'poll');
    expect(await as({}, { speed: 50_000 }).download({ ...input(0), task })).toEqual(outcome);
    const [claim] = await store.claims.ofPipeline('film');
    if (settled === undefined) expect(claim?.settled).toBeUndefined();
    else expect(claim?.settled).toMatchObject(settled);
  });

  it('leaves a render alone that a person has edited', async () => {
    const { root } = await open();
    await save();
    const file = join(root, (await stage.store.records.of('film', 'a'))[0]?.file ?? '');
    await writeFile(file, 'my own cut');
    expect(await save()).toMatchObject({ kind: 'saved' });
    expect(await readFile(file, 'utf8')).toBe('my own cut');
  });
});

describe('restore', () => {
  it('brings a lost file back from its living link, $0, and takes no other bytes for it', async () => {
    const { store, activities, input, sim } = await open();
    const saved = await save();
    const { rm } = await import('node:fs/promises');
    const lost = async () =>
      rm((await store.media.path(saved.kind === 'saved' ? saved.sha256 : '')) ?? '', { force: true });
    await lost();
    expect(await activities.restore(input(0))).toMatchObject({ ...saved, cost: 0 });
    await lost();
    spoil({ do: 'content', of: 'other' }, 0);
    expect(await activities.restore(input(0))).toEqual({ kind: 'blocked', code: 'LINK_DEAD' });
    expect(sim.ledger().tasks).toHaveLength(1);
  });
});
