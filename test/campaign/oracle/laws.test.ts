import { expect, test } from 'vitest';
import type { Evidence, Intent } from './evidence.ts';
import { judge } from './index.ts';

// A guard that never fired is suspect: each law is shown a trial that breaks it, and finds that alone.
const CLAIM = { kind: 'intent', reserved: 100, atMs: 1_000 };
const claimed = (more: object = {}, claim: object = {}) =>
  ({ ref: { node: 'a' }, claim: { ...CLAIM, ...claim }, created: { task: 't' }, ...more }) as unknown as Intent;
const MADE = { as: 'made', cost: 100, refunded: 0, atMs: 2_000 };
const FAILED = { as: 'failed', code: 'NO_VIDEO', cost: 100, refunded: 0, atMs: 2_000 };
const RENDER = { node: 'a', sha256: 'x', file: 'a.mp4', seconds: 3, task: 't', cost: 100 };
const document = (...renders: object[]) => ({ renders }) as unknown as Evidence['documents'][number];
const view = (held: number) => ({ holders: [{ held }] }) as unknown as Evidence['account'];

const GOOD = {
  cap: 5,
  claims: [claimed({ settled: MADE })],
  records: [{ node: 'a', task: 't', sha256: 'x' }],
  tasks: [{ taskId: 't', status: 'completed', arrivedAt: 1_100 }],
  stats: { refusals: 0, slotGapsMs: [20, 300] },
  served: { t: 'x' },
  documents: [document(RENDER), document(RENDER)],
  uncollected: [],
  twins: [],
  reserved: 0,
  limit: 100,
  account: view(0),
  standing: 'run COMPLETED',
  cancelledMs: 1_200,
  texts: [{ place: 'stdout', text: 'all\tis\nwell é' }],
  secrets: [/key-of-mine/],
  trapped: 0,
  files: [
    'home',
    'project/dailies.yaml',
    'project/.dailies/x',
    'project/renders/a.mp4',
    'project/pipelines/n.lock.yaml',
  ],
} as unknown as Evidence;

const text = (words: string) => ({ texts: [{ place: 'stdout', text: words }] });

test('a trial that keeps every law has no violation', () => {
  expect(judge(GOOD, true)).toEqual([]);
});

test.each<[string, string, object]>([
  ['I1', 'a refusal for the cap', { stats: { refusals: 1, slotGapsMs: [] } }],
  ['I3', 'a reservation for nothing', { reserved: 100 }],
  ['I3', 'a claim that is not reserved', { claims: [claimed()], account: view(1) }],
  ['I4', 'a file that is not served', { served: { other: 'y' } }],
  ['I4', "another task's file", { served: { t: 'y', other: 'x' } }],
  ['I6', 'a claim after the cancel', { claims: [claimed({ settled: MADE }, { atMs: 1_300 })] }],
  ['I6', 'a POST after the cancel', { tasks: [{ taskId: 't', status: 'completed', arrivedAt: 1_300 }] }],
  ['I8', 'a render that is gone', { documents: [document(RENDER), document()] }],
  ['I8', 'a render that became another', { documents: [document(RENDER), document({ ...RENDER, sha256: 'y' })] }],
  ['I8', 'a failed task that was made', { tasks: [{ taskId: 't', status: 'failed', arrivedAt: 1_100 }] }],
  ['I8', 'a completed task that failed for us', { claims: [claimed({ settled: FAILED })], records: [] }],
  ['I9', 'a key in an output', text('Bearer key-of-mine')],
  ['I10', 'a visit of the trap', { trapped: 1 }],
  ['I11', 'a file beside the project', { files: [...GOOD.files, 'notes.txt'] }],
  ['I11', 'a file in the project', { files: [...GOOD.files, 'project/core.1'] }],
  ['I12', 'a claim above the limit', { limit: 99 }],
  ['I13', 'an escape', text('\u001b[31mred')],
  ['I13', 'an escape of one byte', text('\u009b31mred')],
  ['L1', 'a slot that is kept', { account: view(1) }],
  ['L3', 'a file left at the vendor', { records: [] }],
  ['L4', 'a slot that was idle', { stats: { refusals: 0, slotGapsMs: [20, 9_000] } }],
])('%s: %s is found', (law, _what, change) => {
  const found = judge({ ...GOOD, ...change }, true);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(new RegExp(`^${law} `));
});

test('a task that was told as failed, and whose file was taken all the same, breaks nothing', () => {
  const claims = [claimed({ settled: FAILED })];
  expect(judge({ ...GOOD, claims } as unknown as Evidence)).toEqual([]);
});

test('a price counts until it is settled, an unsure claim keeps slot and price, and what stands written is not left', () => {
  const later = claimed({ ref: { node: 'b' }, created: undefined }, { atMs: 3_000 });
  const unsure = { ...GOOD, claims: [...GOOD.claims, later], reserved: 100, account: view(1), cancelledMs: undefined };
  expect(judge({ ...unsure, limit: 200 } as unknown as Evidence)).toEqual([]);
  expect(judge({ ...unsure, limit: 150 } as unknown as Evidence)).toEqual(['I12 b was claimed at 200 of 150']);
  const lost = [{ created: { task: 't' }, trouble: { code: 'LINK_DEAD', lost: true } }];
  const paid = { ...GOOD, claims: [claimed()], records: [], uncollected: lost, account: view(1) };
  expect(judge(paid as unknown as Evidence)).toEqual([]);
  const uncollected = [{ created: { task: 't' }, trouble: { code: 'LINK_DEAD' } }];
  expect(judge({ ...GOOD, records: [], uncollected } as unknown as Evidence)).toEqual([]);
});
