import { describe, expect, test } from 'vitest';
import { answerFor, type StandingAnswer } from '../../plan/picks.ts';
import { aMake, aNode, aPlan, aRequest, decided, lines } from './a-plan.ts';

const pipelineOf = (shot: string) => {
  const drafts = [aNode(`draft@${shot}--cool`), aNode(`draft@${shot}--warm`)].map((node) => ({
    ...node,
    // The prompt does not name the shot: renaming its key changes no request.
    fields: { model: 'skyreels-v4-fast', prompt: node.id.slice(-4) },
    key: node.id.slice('draft@'.length),
  }));
  const choose = aNode(`choose@${shot}`, {
    ...{ kind: 'pick', price: 0, pick: { candidates: [0, 1], choose: 1, onTimeout: 'pause' } },
    edges: [0, 1].map((node) => ({ node, kind: 'candidate' as const })),
  });
  const final = aNode(`final@${shot}`, {
    ...{ kind: 'promote', source: { kind: 'pick', pick: 2 }, fields: { resolution: '1080p' } },
  });
  return aPlan(...drafts, choose, final);
};

const before = pipelineOf('sea');
const [cool, warm, , final] = before.nodes;
if (cool === undefined || warm === undefined || final === undefined) throw new Error('no nodes');
const takes = [aMake(cool, { sha256: '1' }), aMake(warm, { sha256: '2' })];
const request = aRequest({ model: 'skyreels-v4-fast', prompt: 'warm', resolution: '1080p' });
const makes = [...takes, aMake(final, { request })];
const answer: StandingAnswer = {
  ...{ step: 'choose', group: 'sea', byName: false },
  chosen: [{ node: warm.id, sha256: '2' }],
  candidates: takes.map(({ node, sha256 }) => ({ node, sha256 })),
};

describe('a renamed shot', () => {
  test('keeps its takes, its choice and its final, for nothing', () => {
    const { nodes } = decided(pipelineOf('ocean'), { makes, answers: [answer] });
    expect(lines(nodes)).toEqual([
      'draft@ocean--cool: renamed fetch 1',
      'draft@ocean--warm: renamed fetch 1',
      'choose@ocean: current keep 1',
      'final@ocean: renamed fetch 1',
    ]);
    expect(nodes[2]?.decision.because).toBe('picked draft@ocean--warm when it was choose@sea');
  });

  test('is asked about again where its takes are others', () => {
    const others = makes.map((make) => (make.node === cool.id ? { ...make, sha256: '9' } : make));
    const { nodes } = decided(pipelineOf('ocean'), { makes: others, answers: [answer] });
    expect(nodes[2]?.decision).toMatchObject({ state: 'missing', because: 'nobody has picked yet' });
  });

  test('leaves the answer of a group that is still there to that group', () => {
    const today = [
      { node: 'x', sha256: '2' },
      { node: 'y', sha256: '1' },
    ];
    const at = (...groups: string[]) => ({ step: 'choose', group: 'ocean', groups: () => new Set(groups) });
    expect(answerFor([answer], at('ocean', 'sea'), today)).toBeUndefined();
    expect(answerFor([answer], at('ocean'), today)?.chosen).toEqual([{ node: 'x', sha256: '2' }]);
    expect(answerFor([answer], at('ocean'), [{ node: 'x' }, { node: 'y', sha256: '1' }])).toBeUndefined();
  });
});
