import { describe, expect, test } from 'vitest';
import { type ChainInput, type FilmNode, linksThatFit, type MadeFilm, tooLongLinks } from '../../plan/chain-lengths.ts';
import { apiProfile } from '../../plan/profiles.ts';

const seed = apiProfile('qingbo-seed-2026-04');

/** A shot and links after it, all of so many seconds. */
function chainOf(links: number, seconds: number | undefined, first: Partial<FilmNode> = {}): readonly FilmNode[] {
  const shot: FilmNode = { kind: 'generate', edges: [], seconds, ...first };
  return [shot, ...Array.from({ length: links }, (_, before) => linkAfter(before, seconds))];
}

function linkAfter(node: number, seconds: number | undefined): FilmNode {
  return { kind: 'link', chain: 'walk', edges: [{ node, kind: 'direct' }], source: { kind: 'node', node }, seconds };
}

function check(nodes: readonly FilmNode[], over: Partial<ChainInput> = {}) {
  return tooLongLinks({ nodes, order: nodes.map((_, index) => index), api: seed, ...over });
}

describe('how long chains may be', () => {
  // The page appends the new video to the source, and a source has at most 30 s.
  test.each([
    [3, 10, 33],
    [5, 6, 35],
    [10, 3, 40],
    [15, 2, 45],
  ])('links of %i s: %i extends, %i s in all', (seconds, extends_, whole) => {
    expect((extends_ + 1) * seconds).toBe(whole);
    expect(check(chainOf(extends_, seconds))).toEqual([]);
    const [long] = check(chainOf(extends_ + 1, seconds));
    expect(long).toMatchObject({
      node: extends_ + 1,
      number: extends_ + 1,
      source: { seconds: whole, atLeast: false },
    });
    expect(linksThatFit(seconds, seconds, seed)).toBe(extends_);
    expect(linksThatFit(whole, seconds, seed)).toBe(0);
  });

  test('a vendor that returns the new segment only makes chains of any length', () => {
    const api = { ...seed, extendOutput: 'segment-only' } as const;
    expect(check(chainOf(20, 15), { api })).toEqual([]);
    expect(linksThatFit(15, 15, api)).toBe(Number.POSITIVE_INFINITY);
  });

  test('with detect a finished link tells whether its file holds the source', () => {
    const nodes = chainOf(5, 15);
    const made = (film: MadeFilm) => (node: number) => (node === 1 ? film : undefined);
    expect(check(nodes).map(({ number }) => number)).toEqual([3, 4, 5]);
    expect(check(nodes, { made: made({ seconds: 15, includesSource: false }) })).toEqual([]);
    expect(check(nodes, { made: made({ seconds: 30, includesSource: true }) })).toHaveLength(3);
  });

  test('measured lengths count before planned ones', () => {
    const nodes = chainOf(2, 15);
    expect(check(nodes)).toEqual([]);
    const made = (node: number) => (node === 1 ? { seconds: 30.06, includesSource: true } : undefined);
    expect(check(nodes, { made })).toMatchObject([{ node: 2, source: { seconds: 30.06 } }]);
    const within = (node: number) => (node === 1 ? { seconds: 30.05, includesSource: true } : undefined);
    expect(check(nodes, { made: within })).toEqual([]);
  });

  test('of a fetched file nothing is known before it is here', () => {
    const fetched: FilmNode = { kind: 'fetch', edges: [], seconds: 0 };
    const nodes = [fetched, linkAfter(0, 15), linkAfter(1, 15), linkAfter(2, 15)];
    expect(check(nodes)).toMatchObject([{ number: 3, source: { seconds: 32, atLeast: true } }]);
    const made = (node: number) => (node === 0 ? { seconds: 30.1, includesSource: false } : undefined);
    expect(check(nodes, { made }).map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  test('of a URL and of what is known later the least counts', () => {
    const outside: FilmNode = {
      kind: 'link',
      chain: 'walk',
      edges: [],
      source: { kind: 'url', url: 'u' },
      seconds: 15,
    };
    const nodes = [outside, linkAfter(0, 15), linkAfter(1, 15)];
    expect(check(nodes)).toMatchObject([{ node: 2, number: 3, source: { seconds: 32, atLeast: true } }]);
    expect(check(chainOf(11, undefined))).toMatchObject([{ number: 11, source: { seconds: 33, atLeast: true } }]);
  });

  test('a reel has the length of its parts, a film among them once; a pick may choose its longest', () => {
    const chain = chainOf(1, 10);
    const reel = (...parts: readonly number[]): FilmNode => {
      return { kind: 'concat', edges: parts.map((node) => ({ node, kind: 'direct' })), seconds: 0 };
    };
    expect(check([...chain, reel(0, 1), linkAfter(2, 5), linkAfter(3, 10)])).toEqual([]);
    const more = [...chain, { kind: 'generate', edges: [], seconds: 12 }, reel(1, 2), linkAfter(3, 5)];
    expect(check(more)).toMatchObject([{ number: 1, source: { seconds: 32 } }]);
    const pick: FilmNode = { kind: 'pick', edges: [], seconds: 0, candidates: [0, 1] };
    const chosen: FilmNode = { ...linkAfter(0, 15), source: { kind: 'pick', pick: 2 } };
    expect(check([...chain, pick, chosen, linkAfter(3, 5)])).toMatchObject([{ node: 4, source: { seconds: 35 } }]);
  });
});
