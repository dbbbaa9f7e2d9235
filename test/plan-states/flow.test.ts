import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONCAT_RECIPE, localIdentity } from '../../plan/identity.ts';
import type { KnownMake } from '../../plan/make.ts';
import { aClaim, aMake, aNode, aPlan, aRequest, decided, GONE, lines, sha256, type World } from './a-plan.ts';

const drafts = [aNode('draft@cool'), aNode('draft@warm')] as const;
const choose = aNode('choose', {
  ...{ kind: 'pick', price: 0, pick: { candidates: [0, 1], choose: 1, onTimeout: 'pause' } },
  edges: [0, 1].map((node) => ({ node, kind: 'candidate' as const })),
});
const final = aNode('final', { kind: 'promote', source: { kind: 'pick', pick: 2 }, fields: { resolution: '1080p' } });
const walk = aNode('walk--turn', {
  ...{ kind: 'link', link: 'turn', source: { kind: 'node', node: 3 }, fields: { prompt: 'turn', duration: 8 } },
});
const reel = aNode('reel', {
  ...{ kind: 'concat', price: 0, videos: { $deferred: '${{ steps.walk.*.outputs.video }}' } },
  edges: [{ node: 4, kind: 'needs' }],
});
const plan = aPlan(...drafts, choose, final, walk, reel);

const [cool, warm] = [aMake(drafts[0]), aMake(drafts[1])];
const PICKED = { step: 'choose', group: '', byName: false, chosen: [{ node: 'draft@cool' }], candidates: [] };
const finalMake = (of: KnownMake) => aMake(final, { request: aRequest({ ...of.request, resolution: '1080p' }) });
const done = finalMake(cool);
const turn = aMake(walk, {
  ...{ sources: [done.sha256] },
  request: aRequest({
    ...{ model: 'skyreels-v4-fast', resolution: '1080p', prompt: 'turn', duration: 8, action: 'extend' },
    ref_videos: [{ tag: 'src', type: 'extend', video_url: `sha256:${done.sha256}` }],
  }),
});
const film = aMake(reel, {
  ...{ kind: 'local', request: null, sources: [turn.sha256] },
  identity: localIdentity(CONCAT_RECIPE, [turn.sha256], sha256),
});
const all = { makes: [cool, warm, done, turn, film], answers: [PICKED] } satisfies World;

const statesOf = (world: World, options = {}) =>
  decided(plan, world, options).nodes.map(({ decision }) => decision.state);
const actionsOf = (world: World, options = {}) =>
  decided(plan, world, options)
    .nodes.map(({ decision }) => decision.action[0])
    .join('');

describe('a whole pipeline', () => {
  test('from nothing everything is missing, and a committed answer stands already', () => {
    expect(actionsOf({ answers: [PICKED] })).toBe('mmkmmm');
    expect(actionsOf({})).toBe('mmmmmm');
  });

  test('made as it is costs nothing', () => {
    expect(lines(decided(plan, all).nodes).map((line) => line.split(': ')[1])).toEqual(Array(6).fill('current keep 1'));
  });

  test('in a fresh clone, its files elsewhere, costs nothing either', () => {
    const files = (): typeof GONE => GONE;
    const { nodes } = decided(plan, { ...all, files });
    expect(nodes.map(({ decision }) => `${decision.state} ${decision.action}`)).toEqual([
      ...['elsewhere keep', 'elsewhere keep', 'current keep', 'elsewhere keep', 'elsewhere keep', 'elsewhere keep'],
    ]);
    expect(nodes[5]).toMatchObject({ price: 0, make: { sha256: film.sha256 } });
  });

  test('a pick of the other take makes what follows from it stale, and names the field', () => {
    const answers = [{ ...PICKED, chosen: [{ node: 'draft@warm' }] }];
    const { nodes } = decided(plan, { ...all, answers });
    expect(nodes.map(({ decision }) => decision.state)).toEqual([
      'current',
      'current',
      'current',
      'stale',
      'stale',
      'stale',
    ]);
    expect(nodes[3]?.changes).toEqual([{ field: 'prompt', from: 'draft@cool', to: 'draft@warm' }]);
    expect(nodes[4]).toMatchObject({
      through: ['final'],
      decision: { generation: 2, because: 'made anew upstream: final' },
    });
  });

  test('an answer that names files counts only while they are the same', () => {
    const named = { ...PICKED, chosen: [{ node: 'draft@cool', sha256: cool.sha256 }] };
    expect(statesOf({ ...all, answers: [named] })[2]).toBe('current');
    const others = { ...PICKED, chosen: [{ node: 'draft@cool', sha256: 'other' }] };
    const { nodes } = decided(plan, { ...all, answers: [others] });
    expect(nodes[2]?.decision).toMatchObject({ state: 'missing', because: 'picked from other candidates: look again' });
    expect(nodes[3]?.decision.state).toBe('stale');
  });

  test('a source that is rendered now is waited for; what follows is not known yet', () => {
    const world = { makes: [cool, warm, done], answers: [PICKED], claims: { 'walk--turn': [aClaim(turn.identity)] } };
    expect(lines(decided(plan, world).nodes).slice(4)).toEqual(['walk--turn: open make 1', 'reel: missing make 1']);
  });
});

describe('what is not to be had', () => {
  const gone =
    (...ids: string[]) =>
    (make: KnownMake) =>
      ids.includes(make.node) ? GONE : { render: 'whole' as const, stored: true, link: true };

  test('stops a link whose source has no link that the vendor could fetch, and what follows it waits', () => {
    const files = (make: KnownMake) => ({ ...gone()(make), link: make.node !== 'final' });
    const { nodes } = decided(plan, { ...all, makes: [cool, warm, done], files });
    expect(nodes[4]).toMatchObject({ decision: { state: 'blocked', action: 'leave' }, through: ['final'], price: 0 });
    expect(nodes[4]?.decision.because).toBe(
      'needs final, whose link at the vendor has ended: name a media-host in dailies.yaml, or pay again with --remake',
    );
    const lost = decided(plan, { ...all, makes: [cool, warm, done], files: gone('final') }).nodes[4];
    expect(lost?.decision.because).toContain('needs final, paid for and not to be had: bring the file back');
    expect(
      decided(plan, { ...all, makes: [cool, warm, done], files }, { remake: ['final'] }).nodes[4]?.decision,
    ).toMatchObject({ state: 'missing', action: 'make' });
  });

  test('stops nothing where nobody needs the file', () => {
    expect(statesOf({ ...all, files: gone('draft@cool', 'final') })).toEqual([
      'elsewhere',
      'current',
      'current',
      'elsewhere',
      'current',
      'current',
    ]);
  });

  test('is joined again for $0 where the parts are here, and left alone where they are not', () => {
    const { nodes } = decided(plan, { ...all, files: gone('reel') });
    expect(nodes[5]).toMatchObject({ decision: { state: 'missing', action: 'make', generation: 2 }, price: 0 });
    expect(statesOf({ ...all, files: gone('reel', 'walk--turn') })[5]).toBe('elsewhere');
    expect(statesOf({ ...all, makes: all.makes.slice(0, 4), files: gone('walk--turn') })[5]).toBe('blocked');
  });

  test('is not stale through a step that it only waits for', () => {
    const waits = { ...reel, edges: [...reel.edges, { node: 0, kind: 'needs' as const }] };
    const { nodes } = decided(aPlan(...plan.nodes.slice(0, 5), waits), all, { remake: ['walk--turn'] });
    expect(nodes[5]).toMatchObject({ decision: { state: 'stale' }, through: ['walk--turn'] });
  });

  test('a stale source that is kept, known from git only, lets nothing be derived from it', () => {
    const old = aMake(drafts[0], { request: null, from: 'lock', identity: sha256('older') });
    const { nodes } = decided(plan, { makes: [old, warm], answers: [PICKED] }, { keepStale: true });
    expect(nodes[3]).toMatchObject({ decision: { state: 'blocked' }, through: ['draft@cool'] });
  });

  test('a clone that knows its makes from git derives from the plan what they were made from', () => {
    const makes = all.makes.map((make): KnownMake => ({ ...make, from: 'lock', request: null }));
    expect(statesOf({ ...all, makes, files: () => GONE }).slice(0, 5)).toEqual([
      'elsewhere',
      'elsewhere',
      'current',
      'elsewhere',
      'elsewhere',
    ]);
  });
});

describe('a promote', () => {
  const same = aNode('same', { kind: 'promote', source: { kind: 'node', node: 0 }, fields: {} });

  test('that is equal to its source takes its file for $0', () => {
    const { nodes } = decided(aPlan(drafts[0], same), { makes: [cool] });
    expect(nodes[1]).toMatchObject({
      price: 0,
      decision: { action: 'make', because: 'equal to draft@cool: takes its file, $0' },
    });
  });

  test('of what has still to be made is known beforehand, and so is a shot that only waits for another', () => {
    const later = aNode('later', { edges: [{ node: 0, kind: 'needs' }] });
    const { nodes } = decided(aPlan(drafts[0], same, later), { makes: [aMake(later)] });
    expect(lines(nodes)).toEqual(['draft@cool: missing make 1', 'same: missing make 1', 'later: current keep 1']);
    expect(nodes[1]).toMatchObject({ price: 0, request: { prompt: 'draft@cool' } });
  });

  test('over a candidate that was not picked is not made', () => {
    const each = [0, 1].map((candidate) =>
      aNode(`final@${candidate}`, {
        kind: 'promote',
        source: { kind: 'pick', pick: 2, candidate },
        fields: { resolution: '1080p' },
      }),
    );
    const { nodes } = decided(aPlan(...drafts, choose, ...each), { makes: [cool, warm], answers: [PICKED] });
    expect(lines(nodes).slice(3)).toEqual(['final@0: missing make 1', 'final@1: missing leave 1']);
    expect(nodes[4]?.decision.because).toBe('not picked');
  });
});

describe('a part of a pipeline', () => {
  test('--only takes with it what it lacks upstream, and nothing else', () => {
    expect(actionsOf({ answers: [PICKED] }, { only: ['final'] })).toBe('mmkmll');
    expect(actionsOf({ makes: [cool, warm], answers: [PICKED] }, { only: ['final'] })).toBe('kkkmll');
    expect(actionsOf({ answers: [PICKED] }, { only: ['draft@warm'] })).toBe('lmklll');
  });

  test('--from takes with it all that follows', () => {
    expect(actionsOf({ makes: [cool, warm], answers: [PICKED] }, { from: ['final'] })).toBe('kkkmmm');
  });

  test('--remake of a source remakes what is made from its file, not what only takes its request', () => {
    expect(actionsOf(all, { remake: ['draft@cool'] })).toBe('mkkkkk');
    expect(actionsOf(all, { remake: ['final'] })).toBe('kkkmmm');
    const { nodes } = decided(plan, all, { remake: ['final'] });
    expect(nodes.map(({ decision }) => decision.remake ?? false)).toEqual([false, false, false, true, false, false]);
  });
});

test('it is total: any plan, cycles too, gets one decision a node, the same each time', () => {
  const edge = fc.record({ node: fc.nat(9), kind: fc.constantFrom('direct', 'needs', 'candidate') });
  const node = fc.record({
    edges: fc.array(edge, { maxLength: 3 }),
    kind: fc.constantFrom('generate', 'promote', 'link', 'pick', 'concat'),
    source: fc.nat(9),
  });
  fc.assert(
    fc.property(fc.array(node, { minLength: 1, maxLength: 9 }), fc.nat(8), (shapes, made) => {
      const nodes = shapes.map(({ edges, kind, source }, index) =>
        aNode(`n@${index}`, {
          ...{ edges: edges.filter((one) => one.node < shapes.length), kind },
          ...(kind === 'promote' || kind === 'link'
            ? { source: { kind: 'node', node: source % shapes.length } as const }
            : {}),
        }),
      );
      const makes = nodes.slice(0, made).map((one) => aMake(one));
      const first = decided(aPlan(...nodes), { makes });
      expect(first.nodes.map((report) => report.node)).toEqual(nodes.map(({ id }) => id));
      expect(decided(aPlan(...nodes), { makes: [...makes].reverse() })).toEqual(first);
    }),
    { numRuns: 200 },
  );
});

test('a film of which one part is to be made and another is not to be had is told before anything is paid', () => {
  const film = aNode('film', {
    ...{ kind: 'concat', price: 0, videos: { $deferred: '${{ steps.draft.*.outputs.video }}' } },
    edges: [0, 1].map((node) => ({ node, kind: 'needs' as const })),
  });
  const [, lost] = drafts;
  const given = { makes: [aMake(lost)], files: () => GONE };
  const { nodes } = decided(aPlan(...drafts, film), given);
  expect(lines(nodes)).toEqual(['draft@cool: missing make 1', 'draft@warm: elsewhere keep 1', 'film: blocked leave 1']);
  expect(nodes[2]?.through).toEqual(['draft@warm']);
  const waiting = aPlan(...drafts, { ...film, videos: { $deferred: '${{ steps.other.*.outputs.video }}' } });
  expect(lines(decided(waiting, given).nodes)[2]).toBe('film: missing make 1');
});
