import { describe, expect, test } from 'vitest';
import type { KnownMake } from '../../plan/make.ts';
import type { DecideOptions, FileLook } from '../../plan/states/index.ts';
import { aClaim, aMake, aNode, aPlan, decided, GONE, lines, type World } from './a-plan.ts';

const node = aNode('draft@a');
const made = aMake(node);
const other = aMake(aNode('draft@a', { fields: { model: 'skyreels-v4-fast', prompt: 'before' } }));
const looks = (look: Partial<FileLook>) => () => ({ ...GONE, ...look });
const open = (over = {}) => ({ 'draft@a': [aClaim(made.identity, over)] });
const again = { remake: ['draft@a'] };

type Row = readonly [string, World, DecideOptions, string];
const TABLE: readonly Row[] = [
  ['never made', {}, {}, 'missing make 1'],
  ['made, whole', { makes: [made] }, {}, 'current keep 1'],
  ['made as the third generation', { makes: [aMake(node, { generation: 3 })] }, {}, 'current keep 3'],
  ['an edit taken back: the old make counts', { makes: [made, { ...other, generation: 2 }] }, {}, 'current keep 1'],
  ['its file edited', { makes: [made], files: looks({ render: 'edited' }) }, {}, 'edited keep 1'],
  ['its file gone, in the store', { makes: [made], files: looks({ stored: true }) }, {}, 'restorable fetch 1'],
  ['its file gone, link alive', { makes: [made], files: looks({ link: true }) }, {}, 'restorable fetch 1'],
  ['its file not to be had', { makes: [made], files: looks({}) }, {}, 'elsewhere keep 1'],
  ['a fresh clone', { makes: [{ ...made, from: 'lock', request: null }], files: looks({}) }, {}, 'elsewhere keep 1'],
  ['another request', { makes: [other] }, {}, 'stale make 2'],
  ['another request, kept', { makes: [other] }, { keepStale: true }, 'stale keep 1'],
  [
    'another request, kept, gone',
    { makes: [other], files: looks({ stored: true }) },
    { keepStale: true },
    'stale fetch 1',
  ],
  ['renamed', { makes: [{ ...made, node: 'draft@old' }] }, {}, 'renamed fetch 1'],
  ['renamed, file nowhere', { makes: [{ ...made, node: 'draft@old' }], files: looks({}) }, {}, 'renamed keep 1'],
  ['of another step: not renamed', { makes: [{ ...made, node: 'x@old', step: 'x' }] }, {}, 'missing make 1'],
  ['being made', { claims: open() }, {}, 'open make 1'],
  ['its attempt failed', { claims: open({ open: false }) }, {}, 'missing make 1'],
  ['being made anew', { makes: [other], claims: open({ generation: 2 }) }, {}, 'open make 2'],
  [
    'a second attempt decided before',
    { makes: [other], claims: open({ generation: 2, open: false }) },
    {},
    'stale make 2',
  ],
  ['made, the claim not settled yet', { makes: [made], claims: open() }, {}, 'current keep 1'],
  ['being made by another checkout', { claims: open({ elsewhere: true }) }, {}, 'open leave 1'],
  ['the same, and paid again', { claims: open({ elsewhere: true }) }, again, 'missing make 2'],
  ['paid again by a person', { claims: open({ open: false, payAgain: 2 }) }, {}, 'missing make 2'],
  ['unsure and paid again, not settled yet', { claims: open({ payAgain: 2 }) }, {}, 'missing make 2'],
  ['remake of what is whole', { makes: [made] }, again, 'current make 2'],
  [
    'remake typed again after it failed',
    { makes: [made], claims: open({ generation: 2, open: false }) },
    again,
    'current make 2',
  ],
  ['remake while it is made', { makes: [made], claims: open({ generation: 2 }) }, again, 'open make 2'],
  ['not part of the run', { makes: [made] }, { only: ['x'] }, 'current keep 1'],
  ['not part of the run, stale', { makes: [other] }, { only: ['x'] }, 'stale keep 1'],
  ['not part of the run, missing', {}, { only: ['x'] }, 'missing leave 1'],
  [
    'not part of the run, its file gone',
    { makes: [made], files: looks({ stored: true }) },
    { only: ['x'] },
    'restorable keep 1',
  ],
];

describe('a node is found', () => {
  test.each(TABLE)('%s', (_, world, options, expected) => {
    const { nodes } = decided(aPlan(node, aNode('x')), world, options);
    expect(lines(nodes)[0]).toBe(`draft@a: ${expected}`);
    expect(nodes[0]?.decision.because).not.toBe('');
    const paying = nodes[0]?.decision.action === 'make' && nodes[0].decision.state !== 'open';
    expect(nodes[0]?.price).toBe(paying ? 100 : 0);
    expect(nodes[0]?.decision.identity !== undefined).toBe(['keep', 'fetch'].includes(nodes[0]?.decision.action ?? ''));
  });

  test('frozen, it is not paid for beside what another request is being made from', () => {
    const frozen = aPlan(aNode('draft@a', { frozen: true }));
    const world = { claims: { 'draft@a': [aClaim(other.identity, { task: 'task-7' })] } };
    expect(lines(decided(frozen, world).nodes)).toEqual(['draft@a: open leave 1']);
    expect(decided(frozen, world).nodes[0]?.decision.because).toMatch(/^frozen: being rendered as task task-7/);
    expect(lines(decided(frozen, world, { remake: ['draft@a'] }).nodes)).toEqual(['draft@a: missing make 1']);
    expect(lines(decided(aPlan(aNode('draft@a')), world).nodes)).toEqual(['draft@a: missing make 1']);
  });

  test('frozen, it stays what it is whatever its request', () => {
    const frozen = aPlan(aNode('draft@a', { frozen: true }));
    expect(lines(decided(frozen, { makes: [other] }).nodes)).toEqual(['draft@a: stale keep 1']);
    expect(lines(decided(frozen, {}).nodes)).toEqual(['draft@a: missing make 1']);
    expect(decided(frozen, { makes: [other] }).nodes[0]?.decision.because).toMatch(
      /^frozen: .*prompt "before" → "draft@a"/,
    );
  });

  test('kept though another would be made, it says what became of its file', () => {
    const because = (look: Partial<FileLook>) =>
      decided(aPlan(node), { makes: [other], files: looks(look) }, { keepStale: true }).nodes[0]?.decision.because;
    expect(because({ render: 'whole' })).toMatch(/"draft@a"$/);
    expect(because({ render: 'edited' })).toMatch(/; its file was changed by hand and is left alone$/);
    expect(because({ stored: true })).toMatch(/; its file is fetched$/);
    expect(because({})).toMatch(/; its file is not here$/);
  });

  test('an open remake beside an older make of the same request is marked, so that the older is not taken', () => {
    const claims = open({ generation: 2 });
    const { nodes } = decided(aPlan(node), { makes: [made], claims }, again);
    expect(nodes[0]?.decision).toMatchObject({ state: 'open', remake: true, generation: 2 });
  });

  test('stale says which fields changed, from what to what', () => {
    const { nodes } = decided(aPlan(node), { makes: [other] });
    expect(nodes[0]?.changes).toEqual([{ field: 'prompt', from: 'before', to: 'draft@a' }]);
    const cloned = decided(aPlan(node), { makes: [{ ...other, request: null, from: 'lock' }] });
    expect(cloned.nodes[0]).toMatchObject({ changes: [], decision: { because: 'made from another request' } });
  });
});

describe('names', () => {
  const shots = ['c', 'a', 'b'].map((key) =>
    aNode(`draft@${key}`, { fields: { model: 'skyreels-v4-fast', prompt: 'p' } }),
  );
  const make = (id: string): KnownMake => ({ ...aMake(shots[0] ?? node), node: id, sha256: id });

  test('are paired one to one in sorted order, each old one once', () => {
    const { nodes } = decided(aPlan(...shots), { makes: [make('draft@z'), make('draft@y')] });
    expect(nodes.map((report) => [report.node, report.make?.node])).toEqual([
      ['draft@c', undefined],
      ['draft@a', 'draft@y'],
      ['draft@b', 'draft@z'],
    ]);
    expect(nodes[0]?.decision.state).toBe('missing');
  });

  test('that are still in the file are not taken from', () => {
    const { nodes } = decided(aPlan(...shots), { makes: [make('draft@a')] });
    expect(lines(nodes)).toEqual(['draft@c: missing make 1', 'draft@a: current keep 1', 'draft@b: missing make 1']);
  });

  test('whose file was taken over already give no second take away', () => {
    const taken = { ...make('draft@old'), node: 'draft@a' };
    const { nodes } = decided(aPlan(...shots.slice(1)), { makes: [make('draft@old'), taken] });
    expect(lines(nodes)).toEqual(['draft@a: current keep 1', 'draft@b: missing make 1']);
  });

  test('that no node has are told', () => {
    const options = { only: ['draft', 'nope'], remake: ['draft@a', 'draft@x'], from: ['draft@b'] };
    expect(decided(aPlan(...shots), {}, options).unmatched).toEqual(['nope', 'draft@x']);
  });
});
