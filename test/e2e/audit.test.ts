import { appendFileSync, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LedgerTask, LedgerView } from '../../simulator/index.ts';
import { openStore } from '../../store/index.ts';
import { audit } from './audit.ts';
import { makeScene, type Scene } from './scene.ts';
import { simulate, writeShots } from './simulated.ts';
import type { Vendor } from './vendor.ts';

let scene: Scene;
let vendor: Vendor;
beforeAll(async () => {
  scene = makeScene();
  vendor = await scene.simulator();
  await simulate(scene, writeShots(scene, 'two', ['a', 'b']));
}, 120_000);
afterAll(() => scene.close());

/** The same vendor with a ledger that says something else. */
function lying(change: (tasks: readonly LedgerTask[]) => readonly LedgerTask[]): Vendor {
  return {
    ...vendor,
    ledger: async () => {
      const ledger: LedgerView = await vendor.ledger();
      return { ...ledger, tasks: change(ledger.tasks) };
    },
  };
}

const first = (change: Partial<LedgerTask>) => (tasks: readonly LedgerTask[]) =>
  tasks.map((task, at) => (at === 0 ? { ...task, ...change } : task));

// A guard that never fired is suspect: each check of the audit is shown failing.
test('books that balance have no violation', async () => {
  expect((await audit(scene, vendor, ['two'], 'simulator')).violations).toEqual([]);
});

test.each([
  ['I2', 'an accepted task that nobody knows', first({ taskId: 'task-unheard-of' })],
  ['I3', 'a bill other than what was recorded', first({ costQuota: 1 })],
  ['I5', 'another body than was claimed', first({ bodySha256: '0'.repeat(64) })],
])('%s: %s is found', async (code, _what, change) => {
  const { violations } = await audit(scene, lying(change), ['two'], 'simulator');
  expect(violations.map((violation) => violation.slice(0, 2))).toContain(code);
});

test('I1: more tasks than the cap are found', async () => {
  const over: Vendor = { ...vendor, stats: async () => ({ ...(await vendor.stats()), peakInCap: 6 }) };
  expect((await audit(scene, over, ['two'], 'simulator')).violations).toEqual(['I1 6 tasks in a cap of 5']);
});

test('I3: a ledger that contradicts itself is found', async () => {
  const odd: Vendor = {
    ...vendor,
    ledger: async () => ({ ...(await vendor.ledger()), contradictions: ['paid twice'] }),
  };
  const { violations } = await audit(scene, odd, ['two'], 'simulator');
  expect(violations).toEqual(['I3 the ledger contradicts itself: paid twice']);
});

test('I2, I7: a second task of one decision, and a claim before its source was made, are found', async () => {
  const store = await openStore({ root: scene.root, realm: 'simulator' });
  const [one, two] = await store.claims.ofPipeline('two');
  const [record] = await store.records.all('two');
  if (one?.claim.kind !== 'intent' || two?.created === undefined) throw new Error('two claims');
  const again = { ...one.ref, pipeline: 'twice', attempt: 2 };
  for (const ref of [{ ...again, attempt: 1 }, again]) {
    await store.claims.open(ref, { ...one.claim, atMs: 1, sources: [record?.sha256 ?? ''] });
    await store.claims.created(ref, { ...two.created, task: one.created?.task ?? '' });
  }
  const { violations } = await audit(scene, vendor, ['two', 'twice'], 'simulator');
  expect(new Set(violations.map((words) => words.replace(/( twice:| was).*/, '')))).toEqual(
    new Set(['I2 paid', `I7 ${one.ref.node}`]),
  );
});

test('I4: a part that a living process left, and a file of another length, are found', async () => {
  const store = await openStore({ root: scene.root, realm: 'simulator' });
  const [record] = await store.records.all('two');
  if (record === undefined) throw new Error('a record');
  const part = path.join(scene.root, `.dailies/film.part.${process.pid}.1`);
  writeFileSync(part, '');
  const file = record.file.replace(/[^/]+$/, 'long.mp4');
  copyFileSync(path.join(scene.root, record.file), path.join(scene.root, file));
  await store.records.put({ ...record, kind: 'local', pipeline: 'long', node: 'long', file, seconds: 99 });
  const { violations } = await audit(scene, vendor, ['two', 'long'], 'simulator');
  expect(violations.map((words) => words.split(' ').slice(0, 3).join(' ')).toSorted()).toEqual([
    `I4 ${file} is`,
    'I4 an unfinished',
  ]);
  rmSync(part);
  rmSync(path.join(scene.root, file));
});

test('I4: a file that was changed or is gone is found', async () => {
  const { records } = await audit(scene, vendor, ['two'], 'simulator');
  const files = records.map(({ file }) => path.join(scene.root, file));
  appendFileSync(files[0] ?? '', 'x');
  rmSync(files[1] ?? '');
  const { violations } = await audit(scene, vendor, ['two'], 'simulator');
  expect(violations.map((words) => words.replace(/\S+\.mp4/, 'FILE')).toSorted()).toEqual([
    'I4 FILE is no take of its node',
    'I4 FILE is not there',
  ]);
});
