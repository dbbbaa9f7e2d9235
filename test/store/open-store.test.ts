import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Plan } from '../../plan/plan.ts';
import type { RunResult } from '../../plan/run-view.ts';
import { openStore, sha256Of } from '../../store/index.ts';
import { aRecord, aStore, emptyFolder, PIPELINE } from './a-store.ts';

const PLAN: Plan = {
  ...{ version: 1, ...PIPELINE, name: 'Batch', inputs: {}, vars: {}, account: 'default', api: 'simulator' },
  ...{ priority: 0, weight: 1, nodes: [], outputs: {} },
};
const RUN = {
  ...{ file: PIPELINE.file, workflowId: 'run/s/batch', plan: sha256Of('p'), decisions: sha256Of('d') },
  ...{ realm: 'qingbo', account: 'acc', startedAt: '2026-11-01T10:00:00.000Z', plannedCost: 5 },
};
const RESULT: RunResult = {
  ...{ state: 'done', counts: { done: 3, 'not-wanted': 1 }, current: 1 },
  money: { planned: 5, spent: 4, refunded: 0, reserved: 0 },
};

test('a store keeps its ids, and two who open it first at once get one', async () => {
  const root = await emptyFolder();
  const [a, b] = await Promise.all([openStore({ root, realm: 'qingbo' }), openStore({ root, realm: 'qingbo' })]);
  expect([b.id, b.projectId]).toEqual([a.id, a.projectId]);
  expect(a.id).toMatch(/^[0-9a-f]{16}$/);
  expect((await stat(path.join(root, '.dailies/store'))).mode & 0o777).toBe(0o700);
});

test('realms have stores, files and renders of their own, in one project', async () => {
  const real = await aStore();
  const simulated = await openStore({ root: real.root, realm: 'simulator' });
  expect(simulated.id).not.toBe(real.id);
  expect(simulated.projectId).toBe(real.projectId);
  expect(simulated.folder).toBe(path.join(real.root, '.dailies/simulated/store'));
  expect(simulated.renders.fileOf('batch', 'a')).toBe('.dailies/simulated/renders/batch/a.mp4');
  expect(simulated.lock.fileOf(PIPELINE)).toBe(path.join(real.root, '.dailies/simulated/batch.lock.yaml'));
  expect(real.lock.fileOf(PIPELINE)).toBe(path.join(real.root, 'pipelines/batch.lock.yaml'));
  await expect(simulated.records.put(aRecord())).rejects.toMatchObject({ code: 'BAD_NAME' });
  const elsewhere = await emptyFolder();
  expect((await openStore({ root: real.root, realm: 'qingbo', storePath: elsewhere })).folder).toBe(elsewhere);
});

test('a clone keeps the id of its project, out of the lock file', async () => {
  const store = await aStore();
  await store.records.put(aRecord());
  await store.lock.project(PIPELINE);
  await rm(path.join(store.root, '.dailies'), { recursive: true });
  const clone = await openStore({ root: store.root, realm: 'qingbo' });
  expect(clone.id).not.toBe(store.id);
  expect(clone.projectId).toBe(store.projectId);
});

test('records stand once, newest first', async () => {
  const { records } = await aStore();
  const first = aRecord();
  expect(await records.put(first)).toEqual(first);
  expect(await records.put({ ...first, cost: 1 })).toEqual(first);
  const second = await records.put(aRecord({ generation: 2 }));
  const other = await records.put(aRecord({ node: 'z', madeAt: '2026-11-01T11:00:00.000Z', generation: 2 }));
  expect(await records.of('batch', 'draft@Hero')).toEqual([second, first]);
  expect(await records.all('batch')).toEqual([other, second, first]);
  expect(await records.get('batch', 'draft@Hero', first.identity, 3)).toBeUndefined();
});

test('plans, decisions and bodies lie under their sha256, and other bytes there are unreadable', async () => {
  const store = await aStore();
  const sha256 = await store.plans.put(PLAN);
  expect(await store.plans.put({ ...PLAN, nodes: [] })).toBe(sha256);
  expect(await store.plans.get(sha256)).toEqual(PLAN);
  expect(await store.plans.get(sha256Of('none'))).toBeUndefined();
  const decisions = { version: 1, plan: sha256, realm: 'qingbo', nodes: [] } as const;
  expect(await store.decisions.get(await store.decisions.put(decisions))).toEqual(decisions);
  const body = await store.bodies.put(new TextEncoder().encode('{}'));
  expect(body).toBe(sha256Of('{}'));
  await store.objects.put(`bodies/${body}`, new TextEncoder().encode('{ }'));
  await expect(store.bodies.get(body)).rejects.toMatchObject({ code: 'UNREADABLE' });
});

test('runs are numbered by pipeline, also when many begin at once', async () => {
  const { runs } = await aStore();
  const numbers = await Promise.all(Array.from({ length: 12 }, () => runs.begin('batch', RUN)));
  expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  expect(await runs.begin('other.one', RUN)).toBe(1);
  await runs.started('batch', 12, 'key-1');
  await runs.started('batch', 12, 'key-2');
  await runs.ended('batch', 12, { result: RESULT, endedAt: '2026-11-01T11:00:00.000Z' });
  const ended = { result: RESULT, endedAt: '2026-11-01T11:00:00.000Z' };
  expect(await runs.latest('batch')).toEqual({ version: 1, n: 12, pipeline: 'batch', ...RUN, key: 'key-1', ended });
  expect(await runs.latest('none')).toBeUndefined();
  expect((await runs.list()).map(({ pipeline, n }) => `${pipeline}#${n}`).slice(-2)).toEqual([
    'batch#12',
    'other.one#1',
  ]);
  expect(await runs.list('other.one')).toHaveLength(1);
});

test('the lock file carries no prompt and no link', async () => {
  const store = await aStore();
  await store.records.put(aRecord());
  await store.lock.project(PIPELINE);
  const lock = await readFile(store.lock.fileOf(PIPELINE), 'utf8');
  expect(lock).not.toContain('prompt');
  expect(lock).not.toContain('http');
});

test('a store whose payments lie elsewhere, of another version, is refused and not taken for an empty one', async () => {
  const root = await emptyFolder();
  const file = path.join((await openStore({ root, realm: 'qingbo' })).folder, 'objects', 'store');
  await writeFile(file, (await readFile(file, 'utf8')).replace('"version":2', '"version":1'));
  await expect(openStore({ root, realm: 'qingbo' })).rejects.toMatchObject({
    code: 'UNREADABLE',
    message: expect.stringContaining('another version'),
  });
});
