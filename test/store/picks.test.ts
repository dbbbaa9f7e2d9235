import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { LockUnreadable, openStore, type ProjectStore, sha256Of } from '../../store/index.ts';
import { aStore, PIPELINE } from './a-store.ts';

const fileOf = (store: ProjectStore) => path.join(store.root, 'pipelines/batch.picks.yaml');
const ANSWER = {
  ...{ step: 'choose', group: 'hero' },
  chosen: [{ node: 'draft@hero--cool', sha256: sha256Of('a') }],
  candidates: [
    { node: 'draft@hero--cool', sha256: sha256Of('a') },
    { node: 'draft@hero--warm', sha256: sha256Of('b') },
  ],
};
const BY_HAND = `# The director's choice.
version: 1
picks:
  choose:
    hero: { chosen: [{ node: draft@hero--warm }] } # dusk
    "010": { chosen: [{ node: draft@010--cool }] }
`;

async function write(store: ProjectStore, text: string) {
  await mkdir(path.dirname(fileOf(store)), { recursive: true });
  await writeFile(fileOf(store), text);
}

test('an answer is read as it was given, and a later one takes its place', async () => {
  const store = await aStore();
  expect(await store.picks.read(PIPELINE)).toEqual([]);
  await store.picks.answer(PIPELINE, ANSWER);
  expect(await store.picks.read(PIPELINE)).toEqual([{ ...ANSWER, byName: false }]);
  const ungrouped = { ...ANSWER, step: 'other', group: '' };
  await store.picks.answer(PIPELINE, ungrouped);
  const changed = { ...ANSWER, chosen: ANSWER.candidates.slice(1) };
  await store.picks.answer(PIPELINE, changed);
  expect(await store.picks.read(PIPELINE)).toEqual(
    [changed, ungrouped].map((answer) => ({ ...answer, byName: false })),
  );
  expect(await readFile(fileOf(store), 'utf8')).toMatch(/^# Which takes were chosen/);
});

test('an answer that names the same takes twice in one object is written out, without aliases', async () => {
  const store = await aStore();
  const [take] = ANSWER.candidates;
  const answer = { ...ANSWER, chosen: take === undefined ? [] : [take] };
  await store.picks.answer(PIPELINE, answer);
  expect(await store.picks.read(PIPELINE)).toEqual([{ ...answer, byName: false }]);
});

test('a file written by hand, without sha256, is read, and keeps its comments when an answer is added', async () => {
  const store = await aStore();
  await write(store, BY_HAND);
  expect(await store.picks.read(PIPELINE)).toMatchObject([
    { step: 'choose', group: 'hero', chosen: [{ node: 'draft@hero--warm' }], candidates: [] },
    { step: 'choose', group: '010' },
  ]);
  await store.picks.answer(PIPELINE, { ...ANSWER, group: 'rain' });
  const text = await readFile(fileOf(store), 'utf8');
  expect(text).toContain("# The director's choice.");
  expect(text).toContain('# dusk');
  expect(await store.picks.read(PIPELINE)).toHaveLength(3);
});

test('a simulated run reads its own answers first, the committed ones by name, and never writes those', async () => {
  const real = await aStore();
  await write(real, BY_HAND);
  const simulated = await openStore({ root: real.root, realm: 'simulator' });
  await simulated.picks.answer(PIPELINE, ANSWER);
  expect((await simulated.picks.read(PIPELINE)).map(({ group, byName }) => [group, byName])).toEqual([
    ['hero', false],
    ['hero', true],
    ['010', true],
  ]);
  expect(await readFile(fileOf(real), 'utf8')).toBe(BY_HAND);
  expect(simulated.picks.fileOf(PIPELINE)).toBe(path.join(real.root, '.dailies/simulated/batch.picks.yaml'));
});

test('answers to approves stand in the same file, beside the picks and the comments, and are replaced by later ones', async () => {
  const store = await aStore();
  await write(store, BY_HAND);
  const approval = { step: 'gate', group: '', answer: 'approved', shown: ANSWER.candidates } as const;
  expect(await store.picks.approvals(PIPELINE)).toEqual([]);
  await store.picks.approve(PIPELINE, approval);
  const rejected = { ...approval, answer: 'rejected' } as const;
  await store.picks.approve(PIPELINE, rejected);
  expect(await store.picks.approvals(PIPELINE)).toEqual([{ ...rejected, byName: false }]);
  expect(await store.picks.read(PIPELINE)).toHaveLength(2);
  expect(await readFile(fileOf(store), 'utf8')).toContain("# The director's choice.");
  const simulated = await openStore({ root: store.root, realm: 'simulator' });
  expect(await simulated.picks.approvals(PIPELINE)).toMatchObject([{ answer: 'rejected', byName: true }]);
  await simulated.picks.approve(PIPELINE, approval);
  expect(await simulated.picks.approvals(PIPELINE)).toMatchObject([
    { answer: 'approved', byName: false },
    { answer: 'rejected', byName: true },
  ]);
  expect(await store.picks.approvals(PIPELINE)).toEqual([{ ...rejected, byName: false }]);
});

test('an answer to an approve that is written by hand counts without files', async () => {
  const store = await aStore();
  await write(store, 'version: 1\napprovals: { gate: { "": { answer: approved } } }\n');
  expect(await store.picks.approvals(PIPELINE)).toMatchObject([{ step: 'gate', group: '', shown: [] }]);
});

test.each([
  ['conflict markers', BY_HAND.replace('    hero', '<<<<<<< HEAD\n    hero'), 5],
  ['no YAML', 'picks: [', 1],
  ['an unknown key', 'version: 1\npick: {}\n', 1],
  ['another version', 'version: 2\npicks: {}\n', 1],
  ['nothing', '', 1],
  ['another answer', 'version: 1\napprovals: { a: { b: { answer: perhaps } } }\n', 1],
  ['a chosen that is none', 'version: 1\npicks: { a: { b: { chosen: [] } } }\n', 1],
  ['an alias', 'version: 1\npicks: { a: &x { b: { chosen: [{ node: c }] } }, d: *x }\n', 2],
  ['a name that stands twice', 'version: 1\npicks: { a: { b: { chosen: [{ node: c }] } },\n  a: {} }\n', 3],
  ['brackets without end', `version: 1\npicks: ${'['.repeat(99)}\n`, 2],
  ['more entries than any plan', `version: 1\n${'a: 1\n'.repeat(90_000)}`, 75_001],
])('a file with %s is unreadable, is not written, and is never taken for empty', async (_, text, line) => {
  const store = await aStore();
  await write(store, text);
  const error = await store.picks.read(PIPELINE).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LockUnreadable);
  expect(error).toMatchObject({ exit: 65, line });
  await expect(store.picks.answer(PIPELINE, ANSWER)).rejects.toBeInstanceOf(LockUnreadable);
  expect(await readFile(fileOf(store), 'utf8')).toBe(text);
});

test('an answer that is withdrawn is gone, the others and the comments stay', async () => {
  const store = await aStore();
  await write(store, BY_HAND);
  await store.picks.withdraw(PIPELINE, { kind: 'picks', step: 'choose', group: '010' });
  await store.picks.withdraw(PIPELINE, { kind: 'picks', step: 'choose', group: 'nobody asked' });
  expect(await store.picks.read(PIPELINE)).toMatchObject([{ group: 'hero' }]);
  expect(await readFile(fileOf(store), 'utf8')).toContain("# The director's choice.");
  await store.picks.withdraw(PIPELINE, { kind: 'picks', step: 'choose', group: 'hero' });
  expect(await store.picks.read(PIPELINE)).toEqual([]);
  await store.picks.approve(PIPELINE, { step: 'gate', group: '', answer: 'approved', shown: [] });
  await store.picks.withdraw(PIPELINE, { kind: 'approvals', step: 'gate', group: '' });
  expect(await store.picks.approvals(PIPELINE)).toEqual([]);
});

test('a note stands beside the answers, is replaced, and goes with an empty text', async () => {
  const store = await aStore();
  await store.picks.answer(PIPELINE, ANSWER);
  const note = { node: 'draft@hero--cool', text: 'the hand: "glitch" at 2 s', sha256: sha256Of('a') };
  await store.picks.note(PIPELINE, { ...note, text: 'first words' });
  await store.picks.note(PIPELINE, note);
  expect(await store.picks.notes(PIPELINE)).toEqual([note]);
  expect(await store.picks.read(PIPELINE)).toEqual([{ ...ANSWER, byName: false }]);
  await store.picks.note(PIPELINE, { node: note.node, text: '' });
  expect(await store.picks.notes(PIPELINE)).toEqual([]);
});
