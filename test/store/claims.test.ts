import { rm } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Created, Settled } from '../../plan/claim.ts';
import { openStore } from '../../store/index.ts';
import { aClaim, aRef, aStore, VOID } from './a-store.ts';

const CREATED: Created = { version: 1, task: 'task_01', how: 'answer', acceptedAtMs: 1500, vendorDate: '' };
const FAILED: Settled = { version: 1, as: 'failed', code: 'TASK_FAILED', message: 'no', cost: 0, refunded: 1, atMs: 9 };

describe('claims', () => {
  test('whoever comes second meets the claim of the first', async () => {
    const { claims } = await aStore();
    expect(await claims.open(aRef(), aClaim())).toEqual({ won: true });
    expect(await claims.open(aRef(), aClaim({ nonce: 'other', key: 'run-2' }))).toEqual({
      won: false,
      found: aClaim(),
    });
    expect(await claims.voidIt(aRef(), VOID)).toEqual({ won: false, found: aClaim() });
    expect(await claims.read(aRef())).toEqual({ ref: aRef(), claim: aClaim() });
  });

  test('stand at a path of realm, pipeline, node, identity, generation and attempt, for ever', async () => {
    const { claims, objects } = await aStore();
    const ref = aRef({ generation: 2, attempt: 3 });
    await claims.open(ref, aClaim());
    expect(await objects.list('claims')).toEqual([`claims/qingbo/batch/draft@Hero/${ref.identity}.2.3`]);
  });

  test('a void attempt can never be claimed', async () => {
    const { claims } = await aStore();
    expect(await claims.voidIt(aRef(), VOID)).toEqual({ won: true });
    expect(await claims.open(aRef(), aClaim())).toEqual({ won: false, found: VOID });
    expect(await claims.openOf('run-1')).toEqual([]);
  });

  test('the unsettled ones are told from what stands beside them, and every node is named', async () => {
    const { claims } = await aStore();
    for (const node of ['open', 'settled', 'sent']) await claims.open(aRef({ node }), aClaim());
    for (const node of ['open', 'settled']) await claims.created(aRef({ node }), CREATED);
    await claims.settle(aRef({ node: 'settled' }), FAILED);
    const { open, nodes } = await claims.unsettled('batch');
    expect(open).toEqual([{ ref: aRef({ node: 'open' }), claim: aClaim(), created: CREATED }]);
    expect(nodes).toEqual(['open', 'sent', 'settled']);
  });

  test('of a claim and a void at the same moment one wins', async () => {
    const { claims } = await aStore();
    for (let attempt = 1; attempt <= 20; attempt++) {
      const ref = aRef({ attempt });
      const [claim, mark] = await Promise.all([claims.open(ref, aClaim()), claims.voidIt(ref, VOID)]);
      expect([claim.won, mark.won].sort()).toEqual([false, true]);
    }
  });

  test('what stands beside a claim is put once', async () => {
    const { claims } = await aStore();
    await claims.open(aRef(), aClaim());
    expect(await claims.created(aRef(), CREATED)).toEqual(CREATED);
    expect(await claims.created(aRef(), { ...CREATED, task: 'task_02' })).toEqual(CREATED);
    expect(await claims.settle(aRef(), FAILED)).toEqual(FAILED);
    expect(await claims.settle(aRef(), { ...FAILED, as: 'made' })).toEqual(FAILED);
    const decision = { version: 1, kind: 'not-created', atMs: 1 } as const;
    expect(await claims.resolve(aRef(), decision)).toEqual({ won: true });
    const later = { version: 1, kind: 'task', task: 't', atMs: 2 } as const;
    expect(await claims.resolve(aRef(), later)).toEqual({ won: false, found: decision });
    expect(await claims.read(aRef())).toMatchObject({ created: CREATED, settled: FAILED, resolution: decision });
  });

  test('attempts are listed by number, nodes by generation', async () => {
    const { claims } = await aStore();
    for (const attempt of [10, 2, 1]) await claims.open(aRef({ attempt }), aClaim());
    await claims.open(aRef({ generation: 2 }), aClaim());
    await claims.created(aRef({ attempt: 2 }), CREATED);
    const ref = aRef();
    const found = await claims.attempts(ref.pipeline, ref.node, ref.identity, 1);
    expect(found.map((state) => state.ref.attempt)).toEqual([1, 2, 10]);
    const refs = await claims.ofNode(ref.pipeline, ref.node);
    expect(refs.map(({ generation, attempt }) => [generation, attempt])).toEqual([
      [1, 1],
      [1, 2],
      [1, 10],
      [2, 1],
    ]);
    expect(await claims.ofPipeline(ref.pipeline)).toHaveLength(4);
  });

  test("open claims are found by run and by account until they are settled; another's are not", async () => {
    const { claims } = await aStore();
    await claims.open(aRef({ node: 'a' }), aClaim());
    await claims.open(aRef({ node: 'b' }), aClaim({ key: 'run-2', account: 'other' }));
    // Lost the claim, but stands in the index of its run.
    await claims.open(aRef({ node: 'a' }), aClaim({ key: 'run-3' }));
    expect(await claims.openOf('run-1')).toEqual([aRef({ node: 'a' })]);
    expect(await claims.openOf('run-3')).toEqual([]);
    expect((await claims.allOpen('acc')).map((state) => state.ref.node)).toEqual(['a']);
    await claims.settle(aRef({ node: 'a' }), FAILED);
    expect(await claims.openOf('run-1')).toEqual([]);
    expect(await claims.allOpen('acc')).toEqual([]);
    expect((await claims.allOpen('other')).map((state) => state.ref.node)).toEqual(['b']);
  });

  test('an index that was announced ahead says nothing without its claim, and stands for it after', async () => {
    const { claims, objects } = await aStore();
    await claims.announce(aRef(), 'run-1');
    expect(await objects.list('open')).toHaveLength(1);
    expect(await claims.openOf('run-1')).toEqual([]);
    expect(await claims.open(aRef(), aClaim())).toEqual({ won: true });
    expect(await claims.openOf('run-1')).toEqual([aRef()]);
    expect(await objects.list('open')).toHaveLength(1);
  });

  test('a closed run is not looked at again once all of it has ended, in another process neither', async () => {
    const store = await aStore();
    await store.claims.open(aRef(), aClaim());
    await store.claims.close('run-1');
    expect(await store.claims.isClosed('run-1')).toBe(true);
    expect(await store.claims.isClosed('run-2')).toBe(false);
    expect(await store.claims.allOpen('acc')).toHaveLength(1);
    expect(await store.objects.list('drained')).toEqual([]);
    await store.claims.settle(aRef(), FAILED);
    expect(await store.claims.allOpen('acc')).toEqual([]);
    expect(await store.objects.list('drained')).toEqual(['drained/run-1']);
    const again = await openStore({ root: store.root, realm: store.realm });
    expect(await again.claims.allOpen('acc')).toEqual([]);
  });

  test('a task belongs to one claim, whatever its id looks like', async () => {
    const { claims } = await aStore();
    for (const task of ['task_01K8SG', 'task_01k8sg', '../../x', 'a/b', 'ä%2F', '.']) {
      expect(await claims.claimTask('acc', task, aRef())).toBe(true);
      expect(await claims.claimTask('acc', task, aRef())).toBe(true);
      expect(await claims.claimTask('acc', task, aRef({ attempt: 2 }))).toEqual(aRef());
    }
  });

  test('realms do not see one another', async () => {
    const real = await aStore();
    await real.claims.open(aRef(), aClaim());
    const other = await openStore({ root: real.root, realm: 'qingbo@127.0.0.1:8080' });
    expect(other.id).toBe(real.id);
    expect(await other.claims.read(aRef())).toBeUndefined();
  });

  test('a torn claim is unreadable, never absent', async () => {
    const store = await aStore();
    await store.claims.open(aRef(), aClaim());
    const [key = ''] = await store.objects.list('claims');
    const whole = (await store.objects.get(key)) ?? new Uint8Array();
    for (const cut of [0, 1, 40, whole.length - 2]) {
      await store.objects.put(key, whole.slice(0, cut));
      await expect(store.claims.read(aRef())).rejects.toMatchObject({ code: 'UNREADABLE', exit: 73 });
      await expect(store.claims.voidIt(aRef(), VOID)).rejects.toMatchObject({ code: 'UNREADABLE' });
    }
    await store.objects.put(key, new TextEncoder().encode(JSON.stringify({ ...aClaim(), version: 2 })));
    await expect(store.claims.read(aRef())).rejects.toMatchObject({ code: 'UNREADABLE' });
  });

  test('in a store that was removed or replaced nothing is proven', async () => {
    const store = await aStore();
    await rm(store.folder, { recursive: true });
    await expect(store.claims.voidIt(aRef(), VOID)).rejects.toMatchObject({ code: 'UNREADABLE' });
    const fresh = await openStore({ root: store.root, realm: store.realm });
    expect(fresh.id).not.toBe(store.id);
    await expect(store.claims.open(aRef(), aClaim())).rejects.toMatchObject({ code: 'UNREADABLE' });
  });
});
