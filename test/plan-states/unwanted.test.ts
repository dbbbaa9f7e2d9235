import { describe, expect, test } from 'vitest';
import type { StandingAnswer } from '../../plan/picks.ts';
import { aMake, aNode, aPlan, aRequest, decided } from './a-plan.ts';

// Two of three drafts are chosen and promoted; one of these is chosen again; each promote gets a reel of its own.
const drafts = ['a', 'b', 'c'].map((key) => aNode(`draft@${key}`));
const few = aNode('few', {
  ...{ kind: 'pick', price: 0, pick: { candidates: [0, 1, 2], choose: 2, onTimeout: 'pause' } },
  edges: [0, 1, 2].map((node) => ({ node, kind: 'candidate' as const })),
});
const finals = [0, 1, 2].map((candidate) =>
  aNode(`final@${drafts[candidate]?.key}`, {
    ...{ kind: 'promote', source: { kind: 'pick', pick: 3, candidate }, fields: { resolution: '1080p' } },
  }),
);
const one = aNode('one', {
  ...{ kind: 'pick', price: 0, pick: { candidates: [4, 5, 6], choose: 1, onTimeout: 'pause' } },
  edges: [4, 5, 6].map((node) => ({ node, kind: 'candidate' as const })),
});
const reels = [4, 5, 6].map((node, at) =>
  aNode(`reel@${drafts[at]?.key}`, {
    ...{ kind: 'concat', price: 0, videos: [{ $deferred: '${{ source.outputs.video }}' }] },
    ...{ source: { kind: 'node', node }, edges: [{ node, kind: 'direct' }] },
  }),
);
const plan = aPlan(...drafts, few, ...finals, one, ...reels);
const draftMakes = drafts.map((node) => aMake(node));
const finalMakes = finals.map((node, at) =>
  aMake(node, { request: aRequest({ ...drafts[at]?.fields, resolution: '1080p' }) }),
);
const takesOf = (makes: typeof draftMakes) => makes.map(({ node, sha256 }) => ({ node, sha256 }));
const answer = (step: string, chosen: typeof draftMakes, candidates: typeof draftMakes): StandingAnswer => ({
  ...{ step, group: '', byName: false, chosen: takesOf(chosen), candidates: takesOf(candidates) },
});
const made = [finalMakes[0], finalMakes[1]].flatMap((make) => make ?? []);
const answers = [answer('few', draftMakes.slice(0, 2), draftMakes), answer('one', finalMakes.slice(0, 1), made)];

describe('what nobody chose', () => {
  const { nodes } = decided(plan, { makes: [...draftMakes, ...made], answers });
  const of = (id: string) => nodes[plan.nodes.findIndex((node) => node.id === id)]?.decision;

  test('is not made, nor is what needs it', () => {
    expect(of('final@c')).toMatchObject({ action: 'leave', because: 'not picked' });
    expect(of('reel@c')).toMatchObject({ action: 'leave', because: 'not wanted, as final@c is not' });
    expect(of('reel@a')?.action).toBe('make');
  });

  test('is no candidate of a later choice, whose answer goes on holding', () => {
    expect(of('one')).toMatchObject({ state: 'current', action: 'keep', because: 'picked final@a' });
  });

  test('leaves a later choice without candidates nothing to ask', () => {
    const onlyC = { ...one, pick: { candidates: [6], choose: 1, onTimeout: 'pause' as const } };
    const narrow = aPlan(...plan.nodes.map((node) => (node.id === 'one' ? onlyC : node)));
    const reports = decided(narrow, { makes: [...draftMakes, ...made], answers }).nodes;
    expect(reports[7]?.decision).toMatchObject({ action: 'leave', because: 'there is nothing to choose from' });
  });
});

test('a choice that a run is not about is not asked for', () => {
  const { nodes } = decided(plan, {}, { only: ['draft'] });
  const asked = nodes.filter(({ decision }) => decision.action === 'make').map(({ node }) => node);
  expect(asked).toEqual(['draft@a', 'draft@b', 'draft@c']);
  const { nodes: further } = decided(plan, {}, { only: ['final@a'] });
  expect(further[3]?.decision.action).toBe('make');
  expect(further[7]?.decision).toMatchObject({ action: 'leave', because: 'not part of this run' });
});
