import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { bootMs, type Engine } from '../../activities/index.ts';
import { reportTwin } from '../../store/index.ts';
import { KEY, openStage, type Stage, shot } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const engine = (isOpen: boolean): Engine => ({ isOpen: async () => isOpen, startAccount: async () => undefined });
const suspects = [{ key: KEY, id: 'run/x/film' }];
const probe = async (isOpen: boolean) =>
  (await stage.as({ engine: engine(isOpen) }).sweep({ account: 'acc', suspects }))[KEY];

describe('a sweep', () => {
  it('leaves an open run alone and counts what it occupies', async () => {
    stage = await openStage({ sim: { taskMs: 100_000 } });
    await stage.activities.submit(stage.input(0));
    expect(await probe(true)).toEqual({ closed: false, live: 1 });
    expect(await stage.store.claims.isClosed(KEY)).toBe(false);
  });

  it('closes a dead run for ever and counts its tasks until the vendor says that they ended', async () => {
    stage = await openStage({ nodes: [shot('a'), shot('b')], sim: { taskMs: 100_000 } });
    await stage.activities.submit(stage.input(0));
    expect(await probe(false)).toEqual({ closed: true, live: 1 });
    expect(await stage.activities.submit(stage.input(1))).toMatchObject({ kind: 'closed' });
    stage.sim.advance(200_000);
    await stage.sim.waitFor('completed');
    expect(await probe(false)).toEqual({ closed: true, live: 0 });
  });

  it.each([
    [0, { as: 'cancelled', cost: 0, refunded: 102_000 }],
    [34_000, { as: 'cancelled', cost: 34_000, refunded: 68_000 }],
  ])('books a cancelled task of a dead run with the bill that the vendor names: %i', async (cost, settled) => {
    stage = await openStage({ sim: { taskMs: 100_000 } });
    await stage.activities.submit(stage.input(0));
    const action = { do: 'patch', set: { status: 'cancelled', cost } } as const;
    stage.sim.fault({ match: { op: 'poll' }, count: 0, action });
    expect(await probe(false)).toEqual({ closed: true, live: 0 });
    expect((await stage.store.claims.ofPipeline('film'))[0]?.settled).toMatchObject(settled);
  });

  it('brings home what a dead run has paid for', async () => {
    stage = await openStage();
    await stage.activities.submit(stage.input(0));
    await stage.sim.waitFor('completed');
    expect(await probe(false)).toEqual({ closed: true, live: 0 });
    const [record] = await stage.store.records.of('film', 'a');
    expect(record).toMatchObject({ cost: 102_000, request: { prompt: 'shot a' }, step: 'a' });
    expect(await stage.store.media.has(record?.sha256 ?? '')).toBe(true);
    expect(await stage.store.claims.openOf(KEY)).toEqual([]);
    expect(await probe(false)).toEqual({ closed: true, live: 0 });
  });

  it("takes no film from another claim's task that the vendor named twice", async () => {
    stage = await openStage({ nodes: [shot('a'), shot('b')] });
    const first = await stage.activities.submit(stage.input(0));
    const task_id = first.kind === 'created' ? first.task : '';
    stage.sim.fault({ match: { op: 'submit' }, action: { do: 'patch', set: { task_id } } });
    await stage.activities.submit(stage.input(1));
    await stage.sim.waitFor('completed', 2);
    expect(await probe(false)).toEqual({ closed: true, live: 1 });
    expect(await stage.store.records.of('film', 'a')).toHaveLength(1);
    expect(await stage.store.records.of('film', 'b')).toEqual([]);
  });

  it('keeps the slot of a possible twin of a dead run until its life is over', async () => {
    stage = await openStage();
    await stage.activities.submit(stage.input(0));
    const [claim] = await stage.store.claims.ofPipeline('film');
    if (claim === undefined) throw new Error('no claim');
    const twin = { ref: claim.ref, account: 'acc', key: KEY, task: 't', reserved: 1, sent: false };
    await reportTwin(stage.store, { ...twin, untilMs: Date.now() + 60_000 });
    await stage.sim.waitFor('completed');
    expect(await probe(false)).toEqual({ closed: true, live: 1 });
    const clock = { wallMs: () => Date.now() + 70_000, monotonicMs: () => performance.now(), bootMs };
    const later = await stage.as({ engine: engine(false), clock }).sweep({ account: 'acc', suspects });
    expect(later[KEY]).toEqual({ closed: true, live: 0 });
  });

  it.each([
    ['is not found', { do: 'answer', status: 404 } as const],
    ['makes no sense', { do: 'answer', status: 200, body: '<html>' } as const],
    ['has an unknown status', { do: 'patch', set: { status: 'dreaming' } } as const],
  ])('keeps the slot of a task that %s no longer than a task can live', async (_case, action) => {
    stage = await openStage({ sim: { taskMs: 100_000 } });
    await stage.activities.submit(stage.input(0));
    stage.sim.fault({ match: { op: 'poll' }, count: 0, action });
    expect(await probe(false)).toEqual({ closed: true, live: 1 });
    const clock = { wallMs: () => Date.now() + 86_500_000, monotonicMs: () => performance.now(), bootMs };
    const later = await stage.as({ engine: engine(false), clock }).sweep({ account: 'acc', suspects });
    expect(later[KEY]).toEqual({ closed: true, live: 0 });
  });

  it('keeps the slot of an unsure claim of a dead run until its life is over', async () => {
    stage = await openStage();
    stage.sim.fault({ match: { op: 'submit' }, action: { do: 'reset', when: 'after' } });
    await stage.activities.submit(stage.input(0));
    expect(await probe(false)).toEqual({ closed: true, live: 1 });
    const clock = { wallMs: () => Date.now() + 86_500_000, monotonicMs: () => performance.now(), bootMs };
    const later = await stage.as({ engine: engine(false), clock }).sweep({ account: 'acc', suspects });
    expect(later[KEY]).toEqual({ closed: true, live: 0 });
  });
});

describe('a census', () => {
  it('names every run that holds claims or may hold slots', async () => {
    stage = await openStage();
    const doc = {
      ...{
        file: 'film.yaml',
        workflowId: 'run/x/film',
        plan: '0'.repeat(64),
        decisions: '0'.repeat(64),
        realm: 'simulator',
      },
      ...{ account: 'acc', startedAt: '2026-01-01T00:00:00Z', plannedCost: 0 },
    };
    const n = await stage.store.runs.begin('film', doc);
    await stage.store.runs.started('film', n, 'begun-key');
    await stage.activities.submit(stage.input(0));
    const counted = await stage.as({ engine: engine(false) }).census({ account: 'acc' });
    expect(counted.runs).toMatchObject({
      [KEY]: { live: 1, closed: true },
      'begun-key': { id: 'run/x/film', live: 0, closed: true },
    });
    expect((await stage.activities.census({ account: 'another' })).runs).toEqual({});
  });

  it('fails rather than guesses when the engine cannot say what is open', async () => {
    stage = await openStage();
    await stage.activities.submit(stage.input(0));
    const isOpen = () => Promise.reject(new Error('no engine'));
    const blind = stage.as({ engine: { isOpen, startAccount: async () => undefined } });
    await expect(blind.census({ account: 'acc' })).rejects.toThrow('no engine');
    await expect(blind.sweep({ account: 'acc', suspects })).rejects.toThrow('no engine');
    expect(await stage.store.claims.isClosed(KEY)).toBe(false);
  });
});

it('a plan is handed over as a skeleton without prompts', async () => {
  stage = await openStage({ nodes: [shot('a'), shot('b')] });
  const part = await stage.activities.loadPlan({ place: stage.place, from: 0 });
  expect(part).toMatchObject({ from: 0, to: 2, skeleton: { total: 2, ids: ['a', 'b'], actions: 'mm' } });
  expect(JSON.stringify(part)).not.toContain('shot a');
  const elsewhere = { ...stage.place, plan: '0'.repeat(64) };
  await expect(stage.activities.loadPlan({ place: elsewhere, from: 0 })).rejects.toThrow('does not hold this plan');
});

it('conflict markers in the lock do not hold up the end of a run, and stay for a person', async () => {
  stage = await openStage();
  const file = stage.store.lock.fileOf({ pipeline: 'film', file: 'film.yaml' });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, '<<<<<<< ours\n=======\n>>>>>>> theirs\n');
  await stage.activities.saveRecord({ place: stage.place });
  expect(await readFile(file, 'utf8')).toContain('<<<<<<<');
  await rm(file);
});
