import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type ProjectStore, StoreError } from '../../store/index.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

/** Those methods of a store that write; all others but those that only compute a path read. */
const WRITES = /\.(put\w*|open|announce|created|settle|claimTask|close|add|part|show|project|voidIt|takeBack)$/;
const COMPUTES = /fileOf$/;

/** A store that has `before` called with the name of each of its methods before that does anything. */
function stepping(store: ProjectStore, before: (name: string) => Promise<void>): ProjectStore {
  const wrap = (value: unknown, name: string): unknown => {
    if (typeof value === 'function' && !COMPUTES.test(name)) {
      return async (...words: unknown[]) => before(name).then(() => value(...words));
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wrap(inner, `${name}.${key}`)]));
  };
  return wrap(store, 'store') as ProjectStore;
}

/** Does `act` for the nth step that matches, and for all later ones where it is asked to last. */
function atStep(nth: number, which: RegExp, act: () => Promise<void>, lasts = false) {
  const seen: string[] = [];
  return {
    seen,
    before: async (name: string) => {
      if (which.test(name)) seen.push(name);
      const here = which.test(name) && (seen.length === nth || (lasts && seen.length > nth));
      if (here) await act();
    },
  };
}

/** Opens stages and tries the 1st, 2nd, … step of what `work` does there, until there is none any more. */
async function tryEach(work: (nth: number) => Promise<{ readonly seen: readonly string[] }>): Promise<number> {
  for (let nth = 1; ; nth += 1) {
    stage = await openStage();
    const { seen } = await work(nth);
    if (seen.length < nth) return nth - 1;
    await stage.close();
  }
}

const isFull = () => Promise.reject(new StoreError('UNWRITABLE', 'somewhere', 'ENOSPC'));
const posts = () => stage.sim.stats().posts;

it('a disk that is full from any write of a submit on: nothing is paid, or what was paid is known', async () => {
  const writes = await tryEach(async (nth) => {
    const step = atStep(nth, WRITES, isFull, true);
    const full = stage.as({ storeOf: async () => stepping(stage.store, step.before) });
    const outcome = await full.submit(stage.input(0));
    const isPaid = outcome.kind === 'created';
    if (!isPaid) expect([nth, outcome]).toMatchObject([nth, { kind: 'account', code: 'DISK_FULL' }]);
    expect([nth, step.seen.at(-1), posts()]).toEqual([nth, step.seen.at(-1), isPaid ? 1 : 0]);
    // Freed: who asks again sends what was not sent, and nothing that was.
    const again = await stage.activities.submit(stage.input(0));
    expect([nth, again.kind]).toEqual([nth, isPaid ? expect.stringMatching(/^(created|unsure)$/) : 'created']);
    expect([nth, posts()]).toEqual([nth, 1]);
    return step;
  });
  expect(writes).toBeGreaterThanOrEqual(5);
});

it('a cancel, or a worker that is told to leave, at any step of a submit: it is sent once and answered', async () => {
  const steps = await tryEach(async (nth) => {
    const cancel = new AbortController();
    const step = atStep(nth, /./, async () => cancel.abort(new Error('cancelled')));
    const pulse = () => ({ beat: () => undefined, cancelled: cancel.signal });
    const told = stage.as({ pulse, storeOf: async () => stepping(stage.store, step.before) });
    const outcome = await told.submit(stage.input(0));
    expect([nth, outcome.kind, posts()]).toEqual([nth, 'created', 1]);
    expect(await stage.activities.recover(stage.input(0))).toEqual(outcome);
    return step;
  });
  expect(steps).toBeGreaterThanOrEqual(8);
});

it('a process that stops for ever at any step of a submit: whoever takes over sends nothing twice', async () => {
  let unsure = 0;
  await tryEach(async (nth) => {
    let stopped: () => void = () => undefined;
    const isStopped = new Promise<void>((resolve) => {
      stopped = resolve;
    });
    const step = atStep(nth, /./, () => new Promise(() => stopped()), true);
    const gone = stage.as({ storeOf: async () => stepping(stage.store, step.before) });
    await Promise.race([gone.submit(stage.input(0)), isStopped]);
    const recovered = await stage.activities.recover(stage.input(0));
    const again = await stage.activities.submit(stage.input(0));
    expect([nth, recovered.kind]).toEqual([nth, expect.stringMatching(/^(not-sent|unsure|created)$/)]);
    expect([nth, again.kind]).toEqual([nth, recovered.kind === 'unsure' ? 'unsure' : 'created']);
    expect([nth, posts() <= 1]).toEqual([nth, true]);
    unsure += again.kind === 'unsure' ? 1 : 0;
    return step;
  });
  expect(unsure).toBeGreaterThan(0);
});

it('a disk that is full from any write of a download on: the file comes when there is room, once, and nothing is left', async () => {
  const writes = await tryEach(async (nth) => {
    const submitted = await stage.activities.submit(stage.input(0));
    const task = submitted.kind === 'created' ? submitted.task : '';
    await stage.sim.waitFor('completed');
    const step = atStep(nth, WRITES, isFull, true);
    const full = stage.as({ storeOf: async () => stepping(stage.store, step.before) });
    const first = await full.download({ ...stage.input(0), task });
    if (first.kind !== 'saved') expect([nth, first]).toMatchObject([nth, { kind: 'paused' }]);
    expect(await stage.activities.download({ ...stage.input(0), task })).toMatchObject({ kind: 'saved' });
    const records = await stage.store.records.all('film');
    expect([nth, records.length, posts()]).toEqual([nth, 1, 1]);
    const left = await readdir(path.join(stage.store.folder, 'temporary'));
    expect([nth, left.filter((name) => name.includes('.part'))]).toEqual([nth, []]);
    return step;
  });
  expect(writes).toBeGreaterThanOrEqual(3);
});
