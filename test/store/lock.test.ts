import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { LockUnreadable, openStore, type ProjectStore, sha256Of } from '../../store/index.ts';
import { parseLockLines, printLockLines } from '../../store/lock-lines.ts';
import { processorMs } from '../processor-ms.ts';
import { aClaim, aRecord, aRef, aStore, PIPELINE } from './a-store.ts';

const fileOf = (store: ProjectStore) => path.join(store.root, 'pipelines/batch.lock.yaml');
const textOf = async (store: ProjectStore) => readFile(fileOf(store), 'utf8');
const again = async ({ root, realm }: ProjectStore) => openStore({ root, realm });

describe('the lock file', () => {
  test('holds every make, newest first, one line a node, sorted, and is YAML', async () => {
    const store = await aStore();
    await store.records.put(aRecord({ node: 'draft@b' }));
    await store.records.put(aRecord());
    await store.records.put(aRecord({ generation: 2, identity: sha256Of('j') }));
    await store.lock.project(PIPELINE);
    const text = await textOf(store);
    expect(text.match(/^ {2}"[^"]+"/gm)).toEqual(['  "draft@Hero"', '  "draft@b"']);
    const { makes, project } = await store.lock.read(PIPELINE);
    expect(project).toBe(store.projectId);
    expect(makes.get('draft@Hero')?.map((make) => make.generation)).toEqual([2, 1]);
    const yaml = parseDocument(text);
    expect(yaml.errors).toEqual([]);
    expect(yaml.toJS()).toMatchObject({ version: 1, project, makes: { 'draft@b': { makes: [{ task: 'task_01' }] } } });
  });

  test('says what is being rendered, and no more once it ended', async () => {
    const store = await aStore();
    await store.claims.open(aRef(), aClaim());
    await store.claims.created(aRef(), { version: 1, task: 'task_7', how: 'answer', acceptedAtMs: 0, vendorDate: '' });
    await store.lock.project(PIPELINE);
    expect((await store.lock.read(PIPELINE)).open.get('draft@Hero')).toMatchObject([{ task: 'task_7', step: 'draft' }]);
    await store.claims.settle(aRef(), { version: 1, as: 'failed', cost: 0, refunded: 0, atMs: 1 });
    await (await again(store)).lock.project(PIPELINE);
    expect((await store.lock.read(PIPELINE)).open.size).toBe(0);
  });

  test('touches only its own entries: other realms, other checkouts, unknown nodes and fields stay', async () => {
    const store = await aStore();
    await store.records.put(aRecord());
    await store.lock.project(PIPELINE);
    const own = (await store.lock.read(PIPELINE)).makes.get('draft@Hero')?.[0];
    const foreign = { ...own, realm: 'other', later: 'field' };
    const open = { realm: 'qingbo', store: 'elsewhere', step: 'x', identity: sha256Of('i'), generation: 1, attempt: 1 };
    const task = { ...open, account: 'a', api: 'q', model: 'm', task: 't9', acceptedAt: '2026-11-01T10:00:00Z' };
    const text = `version: 1\nproject: p-from-git\nmakes:\n  "draft@Hero": ${JSON.stringify({ makes: [foreign] })}\n  "zoo": ${JSON.stringify({ makes: [foreign] })}\nopen:\n  "x": ${JSON.stringify({ tasks: [task] })}\n`;
    await writeFile(fileOf(store), text.replaceAll('\n', '\r\n'));
    await (await again(store)).lock.project(PIPELINE);
    const after = await textOf(store);
    expect(after).toContain('project: p-from-git');
    expect(after.match(/"later":"field"/g)).toHaveLength(2);
    const { makes, open: stillOpen } = await store.lock.read(PIPELINE);
    expect(
      makes
        .get('draft@Hero')
        ?.map((make) => make.realm)
        .sort(),
    ).toEqual(['other', 'qingbo']);
    expect(makes.has('zoo')).toBe(true);
    expect(stillOpen.get('x')).toEqual([task]);
  });

  test('is written anew from the records when it is gone, and after a branch switch in mid-run', async () => {
    const store = await aStore();
    await store.records.put(aRecord());
    await store.lock.project(PIPELINE);
    const whole = await textOf(store);
    await rm(fileOf(store));
    await store.lock.project(PIPELINE);
    expect(await textOf(store)).toBe(whole);
    await writeFile(fileOf(store), `version: 1\nproject: ${store.projectId}\nmakes: {}\nopen: {}\n`);
    await store.lock.project(PIPELINE);
    expect(await textOf(store)).toBe(whole);
  });

  test('with conflict markers or torn it is unreadable with its line, is not written, and is never taken for empty', async () => {
    const store = await aStore();
    await store.records.put(aRecord());
    await store.lock.project(PIPELINE);
    const good = await textOf(store);
    const bad: readonly (readonly [string, number])[] = [
      [good.replace('makes:', '<<<<<<< HEAD\nmakes:'), 5],
      [good.replace('open: {}', '=======\nopen: {}'), 7],
      [good.slice(0, good.length - 40), 6],
      [good.replace('version: 1', 'version: 2'), 3],
      [good.replace('"bytes":4', '"bytes":"4"'), 6],
      ['', 1],
      ['hello\n', 1],
      ['\0\0\0\0', 1],
    ];
    for (const [text, line] of bad) {
      await writeFile(fileOf(store), text);
      const error = await store.lock.read(PIPELINE).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(LockUnreadable);
      expect(error).toMatchObject({ exit: 65, line, file: fileOf(store) });
    }
    await expect(store.lock.project(PIPELINE)).rejects.toBeInstanceOf(LockUnreadable);
    expect(await textOf(store)).toBe('\0\0\0\0');
    await rm(fileOf(store));
    await mkdir(fileOf(store));
    await expect(store.lock.read(PIPELINE)).rejects.toMatchObject({ code: 'UNREADABLE' });
  });

  test('merged halves that name a node twice keep all makes', () => {
    const line = (task: string) => `  "a": {"makes":[{"task":"${task}"}]}`;
    const text = `version: 1\nproject: p\nmakes:\n${line('1')}\n${line('2')}\nopen: {}\n`;
    const lines = parseLockLines('x', text);
    expect(lines.makes.get('a')?.map(({ at }) => at)).toEqual([4, 5]);
    expect(printLockLines(lines)).toContain(`${line('1')}\n${line('2')}`);
  });

  test('many calls are few writes, and the last call finds what it put', async () => {
    const store = await aStore();
    const files = new Set<number>();
    const began = performance.now();
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        await store.records.put(aRecord({ node: `draft@n${index}` }));
        await store.lock.project(PIPELINE);
        expect(await textOf(store)).toContain(`"draft@n${index}"`);
        files.add((await stat(fileOf(store))).ino);
      }),
    );
    expect(files.size).toBeLessThanOrEqual(2 + (performance.now() - began) / 1000);
  });

  test('the last write of a run waits for no pause, nor does who asked before it', async () => {
    const store = await aStore();
    await store.lock.project(PIPELINE);
    await store.records.put(aRecord());
    const began = performance.now();
    await Promise.all([store.lock.project(PIPELINE), store.lock.project(PIPELINE, { whole: true })]);
    expect(performance.now() - began).toBeLessThan(900);
    expect(await textOf(store)).toContain('"draft@Hero"');
  });

  test('ten thousand entries are read in less than two seconds, and written with one more', async () => {
    const store = await aStore();
    const make = JSON.stringify({ makes: [await oneMake(store)] });
    const entries = Array.from({ length: 10_000 }, (_, index) => `  "shot@${index}": ${make}\n`).join('');
    await writeFile(fileOf(store), `version: 1\nproject: p\nmakes:\n${entries}open: {}\n`);
    const began = processorMs();
    expect((await store.lock.read(PIPELINE)).makes.size).toBe(10_001 - 1);
    expect(processorMs() - began).toBeLessThan(2000);
    const fresh = await again(store);
    await fresh.lock.project(PIPELINE);
    expect((await store.lock.read(PIPELINE)).makes.size).toBe(10_001);
    expect(processorMs() - began).toBeLessThan(6000);
  });
});

async function oneMake(store: ProjectStore) {
  await store.records.put(aRecord());
  await store.lock.project(PIPELINE);
  return (await store.lock.read(PIPELINE)).makes.get('draft@Hero')?.[0];
}
