import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { identityOf } from '../../plan/identity.ts';
import type { MakeRecord } from '../../plan/record.ts';
import { decide } from '../../plan/states/index.ts';
import { knownOf, openStore, type ProjectStore, sha256Of, takeOver } from '../../store/index.ts';
import { aNode, aPlan, aRequest } from '../plan-states/a-plan.ts';
import { aClaim, addMedia, aRecord, aRef, aStore } from './a-store.ts';

const shot = aNode('draft@Hero');
const renamed = aNode('draft@hero', { fields: shot.fields ?? {} });
const request = aRequest(shot.fields ?? {});
const record = (store: ProjectStore): MakeRecord =>
  aRecord({ request, identity: identityOf(request, sha256Of), file: store.renders.fileOf('batch', 'draft@Hero') });

async function decidedIn(store: ProjectStore, plan = aPlan(shot), nowMs = 0) {
  const here = await knownOf(store, plan, nowMs);
  return decide({ plan, ...here, options: {}, sha256: sha256Of, resolve: () => undefined });
}
const statesIn = async (...args: Parameters<typeof decidedIn>) =>
  (await decidedIn(...args)).nodes.map(({ decision }) => `${decision.state} ${decision.action}`);

async function madeAndShown(): Promise<ProjectStore> {
  const store = await aStore();
  await addMedia(store, 'film');
  await store.records.put(record(store));
  await store.renders.show(record(store));
  await store.lock.project(aPlan(shot));
  return store;
}

describe('what a store knows decides', () => {
  test('current, restorable, edited, elsewhere by the files that are there', async () => {
    const store = await madeAndShown();
    expect(await statesIn(store)).toEqual(['current keep']);
    const file = path.join(store.root, 'renders/batch/draft@Hero.mp4');
    await writeFile(file, 'mine');
    expect(await statesIn(store)).toEqual(['edited keep']);
    await rm(file);
    expect(await statesIn(store)).toEqual(['restorable fetch']);
    await rm(path.join(store.folder, 'media'), { recursive: true });
    expect(await statesIn(store)).toEqual(['elsewhere keep']);
  });

  test('a link that lives makes a file restorable, until its end', async () => {
    const store = await aStore();
    await store.records.put({ ...record(store), linkEndsAt: '2026-11-02T00:00:00.000Z' });
    expect(await statesIn(store, aPlan(shot), Date.parse('2026-11-01T23:59:59Z'))).toEqual(['restorable fetch']);
    expect(await statesIn(store, aPlan(shot), Date.parse('2026-11-02T00:00:01Z'))).toEqual(['elsewhere keep']);
  });

  test('a claim that is open is followed, one that was settled or void is not', async () => {
    const store = await aStore();
    const ref = aRef({ identity: record(store).identity });
    await store.claims.open(ref, aClaim());
    expect(await statesIn(store)).toEqual(['open make']);
    await store.claims.settle(ref, { version: 1, as: 'not-created', cost: 0, refunded: 0, atMs: 1 });
    expect(await statesIn(store)).toEqual(['missing make']);
    await store.claims.voidIt({ ...ref, attempt: 2 }, { version: 1, kind: 'void', key: 'k', account: 'acc', atMs: 1 });
    expect(await statesIn(store)).toEqual(['missing make']);
  });

  test('the store deleted, the lock file still knows what was paid for, and the render is whole', async () => {
    const store = await madeAndShown();
    await rm(path.join(store.root, '.dailies'), { recursive: true });
    const clone = await openStore({ root: store.root, realm: store.realm });
    expect(await statesIn(clone)).toEqual(['current keep']);
    await takeOver(clone, aPlan(shot), (await decidedIn(clone)).nodes);
    expect(await clone.media.path(sha256Of('film'))).toBeDefined();
    await rm(path.join(clone.folder, 'media'), { recursive: true });
    await rm(path.join(store.root, 'renders'), { recursive: true });
    await rm(path.join(clone.folder, 'objects/records'), { recursive: true });
    const fresh = await openStore({ root: store.root, realm: store.realm });
    const { nodes } = await decidedIn(fresh);
    expect(nodes[0]?.decision).toMatchObject({ state: 'elsewhere', action: 'keep' });
    await takeOver(fresh, aPlan(shot), nodes);
    expect(await fresh.records.of('batch', 'draft@Hero')).toMatchObject([{ request, task: 'task_01', run: '' }]);
    await fresh.lock.project(aPlan(shot));
    expect((await fresh.lock.read(aPlan(shot))).makes.get('draft@Hero')).toHaveLength(1);
  });

  test('what is rendered by another checkout is neither paid nor followed here', async () => {
    const store = await aStore();
    const ref = aRef({ identity: record(store).identity });
    await store.claims.open(ref, aClaim());
    await store.claims.created(ref, { version: 1, task: 't', how: 'answer', acceptedAtMs: 0, vendorDate: '' });
    await store.lock.project(aPlan(shot));
    await rm(path.join(store.root, '.dailies'), { recursive: true });
    expect(await statesIn(await openStore({ root: store.root, realm: store.realm }))).toEqual(['open leave']);
  });

  test('a simulated take never passes for a real one', async () => {
    const real = await madeAndShown();
    const simulated = await openStore({ root: real.root, realm: 'simulator' });
    expect(await statesIn(simulated)).toEqual(['missing make']);
    const other = await openStore({ root: real.root, realm: 'qingbo@127.0.0.1:9' });
    expect(await statesIn(other)).toEqual(['missing make']);
  });
});

test('a renamed node takes its make over under its new name, once, for $0', async () => {
  const store = await madeAndShown();
  const plan = aPlan(renamed);
  const { nodes } = await decidedIn(store, plan);
  expect(nodes[0]).toMatchObject({
    price: 0,
    decision: { state: 'renamed', action: 'fetch', because: 'was draft@Hero' },
  });
  await takeOver(store, plan, nodes);
  await takeOver(store, plan, nodes);
  const [own] = await store.records.of('batch', 'draft@hero');
  expect(own).toMatchObject({ node: 'draft@hero', sha256: sha256Of('film'), file: 'renders/batch/draft@hero.mp4' });
  expect(await statesIn(store, plan)).toEqual(['restorable fetch']);
  expect(own && (await store.renders.show(own))).toBe('shown');
  expect(await statesIn(store, plan)).toEqual(['current keep']);
});
