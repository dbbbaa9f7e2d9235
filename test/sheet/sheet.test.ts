import { describe, expect, test } from 'vitest';
import type { StandingAnswer } from '../../plan/picks.ts';
import type { NodeReport } from '../../plan/states/index.ts';
import { letGo, sheetOf } from '../../sheet/index.ts';
import { differingWords } from '../../sheet/model/differing-words.ts';
import { changeOf } from '../../sheet/server/change.ts';
import { batchPlan, plan } from '../cli-views/fake-run.ts';
import { batchFacts, made, shaOf } from './facts.ts';

const take = (node: string) => ({ node, sha256: shaOf(node) });
const TAKES = [take('draft@s0--cool'), take('draft@s0--warm')];
function answer(more: Partial<StandingAnswer> = {}): StandingAnswer {
  return { step: 'choose', group: 's0', chosen: TAKES.slice(0, 1), candidates: TAKES, byName: false, ...more };
}
const groupsOf = (facts: Parameters<typeof sheetOf>[0]) => sheetOf(facts).sections.flatMap(({ groups }) => groups);
const own = (pieces: readonly { text: string; own: boolean }[]) =>
  pieces.filter((piece) => piece.own).map(({ text }) => text);

describe('the sheet', () => {
  test('has the takes of a pick side by side, once, and every other shot by step', () => {
    const { sections, head } = sheetOf(batchFacts());
    expect(sections.map(({ step, groups }) => [step, groups.length])).toEqual([
      ['choose', 3],
      ['final', 3],
      ['walk', 2],
      ['reel', 1],
    ]);
    const [first] = sections[0]?.groups ?? [];
    expect(first).toMatchObject({
      kind: 'pick',
      title: 's0',
      question: { state: 'open', choose: 1, words: 'choose one' },
    });
    expect(first?.cards.map(({ label, price, seconds }) => [label, price, seconds])).toEqual([
      ['cool', '$0.20', '5 s'],
      ['warm', '$0.20', '5 s'],
    ]);
    expect(head.bar).toEqual({ total: 12, done: 6, moving: 0, wrong: 0 });
  });

  test('shots of several axes without a pick are takes of one', () => {
    const [draft] = batchPlan().nodes;
    const ids = ['a--x', 'a--y', 'b--x'];
    const nodes =
      draft === undefined ? [] : ids.map((key) => ({ ...draft, id: `shot@${key}`, step: 'shot', key, edges: [] }));
    const facts = batchFacts({}, plan(nodes));
    expect(groupsOf(facts).map(({ kind, title, cards }) => [kind, title, cards.map(({ label }) => label)])).toEqual([
      ['takes', 'a', ['x', 'y']],
      ['one', 'b--x', ['b · x']],
    ]);
  });

  test.each([
    ['an answer that the run has not heard can be changed', {}, 'asking', true, 'answered'],
    ['one that it has gone on with cannot', {}, 'done', true, 'taken'],
    ['until it has ended', {}, 'done', false, 'answered'],
    [
      'one about other files is asked again',
      { candidates: [take('draft@s0--cool'), { node: 'draft@s0--warm', sha256: shaOf('old') }] },
      'asking',
      true,
      'outdated',
    ],
    ['a pick whose takes are not all there is too early', { step: 'another' }, 'waiting', true, 'too early'],
  ] as const)('%s', (_, more, state, isOpen, expected) => {
    const facts = batchFacts({ answers: [answer(more)], isOpen });
    const nodes = facts.nodes.map((node, at) => (facts.plan.nodes[at]?.id === 'choose@s0' ? { ...node, state } : node));
    expect(groupsOf({ ...facts, nodes })[0]?.question).toMatchObject({ state: expected });
  });

  test('says why a shot is not there, marks it, and shows notes', () => {
    const facts = batchFacts({ notes: [{ node: 'draft@s0--warm', text: 'too soft', sha256: shaOf('older') }] });
    const failed = {
      state: 'failed',
      cost: 0,
      trouble: ['refused', 'the vendor says: “no”', '→ change the prompt'],
    } as const;
    const nodes = facts.nodes.map((node, at) => (at === 0 ? failed : node));
    const [cool, warm] = groupsOf({ ...facts, nodes })[0]?.cards ?? [];
    expect(cool).toMatchObject({ state: 'failed', tone: 'bad', marks: ['failed'], trouble: failed.trouble });
    expect(warm?.note).toBe('too soft (about an older file)');
    const stale = facts.nodes.map((node, at) =>
      at === 0 ? made('draft@s0--cool', { stale: 'prompt changed' }) : node,
    );
    expect(groupsOf({ ...facts, nodes: stale })[0]?.cards[0]).toMatchObject({
      marks: ['stale'],
      trouble: ['stale: prompt changed'],
    });
  });

  test('only what changed is told again, and all of it where the groups are others', () => {
    const before = sheetOf(batchFacts());
    expect(changeOf(before, sheetOf(batchFacts()))).toBeUndefined();
    const change = changeOf(before, sheetOf(batchFacts({ answers: [answer()] })));
    expect(change?.kind === 'change' ? change.data.groups.map(({ id }) => id) : []).toEqual(['choose@s0']);
    expect(changeOf(before, sheetOf(batchFacts({}, batchPlan(2))))?.kind).toBe('sheet');
  });
});

describe('differing words', () => {
  test('are those that not all takes have; one prompt alone has none', () => {
    const found = differingWords([
      'a fox in cool blue tones, film grain',
      'a fox in warm light, film grain',
      'a fox in rain, film grain',
    ]);
    expect(found.map(own)).toEqual([['cool blue tones'], ['warm light'], ['rain']]);
    expect(found[0]?.map(({ text }) => text).join('')).toBe('a fox in cool blue tones, film grain');
    expect(differingWords(['a fox'])).toEqual([[{ text: 'a fox', own: false }]]);
    expect(differingWords(['same', 'same']).map(own)).toEqual([[], []]);
  });

  test('are found where words have no spaces, and a take without a prompt hides none', () => {
    expect(differingWords(['夜晚的城市', '清晨的城市', '']).map(own)).toEqual([['夜晚'], ['清晨'], []]);
  });

  test('of prompts longer than any vendor takes are not searched for', () => {
    const long = (word: string) => `so ${Array.from({ length: 2000 }, (_, at) => `${word}${at % 7} and`).join(' ')} on`;
    const [[first, second, third] = []] = differingWords([long('a'), long('b')]);
    expect([first?.text, second?.own, third?.text]).toEqual(['so ', true, ' and on']);
  });
});

describe('what answers let go on', () => {
  const batch = batchPlan(2);
  const reports = (answered: readonly string[]) =>
    batch.nodes.map(({ id, kind, price }): NodeReport => {
      const keep = kind === 'pick' ? answered.includes(id) : id.startsWith('draft');
      const decision = {
        state: keep ? 'current' : 'missing',
        action: keep ? 'keep' : 'make',
        generation: 1,
        because: '',
      } as const;
      return { node: id, decision, changes: [], through: [], price: keep ? 0 : price };
    });
  const names = (at: readonly number[]) => at.map((one) => batch.nodes[one]?.id);

  test('is what hangs on them, and not what waits for another answer', () => {
    const asking = () => 'waiting' as const;
    const heard = (at: number) => (batch.nodes[at]?.kind === 'pick' ? 'asking' : asking());
    expect(names(letGo(batch, reports(['choose@s0']), heard).nodes)).toEqual(['final@s0', 'walk--turn', 'walk--leave']);
    const both = letGo(batch, reports(['choose@s0', 'choose@s1']), heard);
    expect(names(both.nodes)).toEqual(['final@s0', 'final@s1', 'walk--turn', 'walk--leave', 'reel']);
    expect(letGo(batch, reports([]), heard)).toEqual({ answered: [], nodes: [] });
  });

  test('is nothing again once the run has heard them', () => {
    const heard = (at: number) => (batch.nodes[at]?.kind === 'pick' ? 'done' : 'rendering');
    expect(letGo(batch, reports(['choose@s0', 'choose@s1']), heard)).toEqual({ answered: [], nodes: [] });
  });
});
