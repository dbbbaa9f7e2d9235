import { describe, expect, test } from 'vitest';
import { type StandingAnswer, verdictOf } from '../../plan/picks.ts';

const answer = (over: Partial<StandingAnswer> = {}): StandingAnswer => ({
  ...{ step: 'choose', group: 'hero', byName: false },
  chosen: [{ node: 'a', sha256: '1' }],
  candidates: [
    { node: 'a', sha256: '1' },
    { node: 'b', sha256: '2' },
  ],
  ...over,
});
const today = (files: { readonly [node: string]: string | undefined }) =>
  Object.entries(files).map(([node, sha256]) => (sha256 === undefined ? { node } : { node, sha256 }));
const byHand = answer({ chosen: [{ node: 'a' }], candidates: [] });

describe('an answer', () => {
  test.each([
    ['holds while its files are the same', answer(), { a: '1', b: '2' }, 'holds'],
    ['is outdated when the chosen file changed', answer(), { a: '9', b: '2' }, 'outdated'],
    ['is outdated when another candidate changed', answer(), { a: '1', b: '9' }, 'outdated'],
    ['is outdated when a candidate came that nobody saw', answer(), { a: '1', b: '2', c: '3' }, 'outdated'],
    ['is outdated when the chosen one is gone', answer(), { b: '2' }, 'outdated'],
    ['holds when an unchosen one is gone', answer(), { a: '1' }, 'holds'],
    ['is not known to hold before the candidates are made', answer(), { a: '1', b: undefined }, 'unknown'],
    ['by hand counts by name', byHand, { a: '9', b: undefined }, 'holds'],
    ['by hand is outdated when the node is gone', byHand, { b: '2' }, 'outdated'],
    ['of git counts by name in a simulated run', answer({ byName: true }), { a: '9', b: '8', c: '7' }, 'holds'],
  ] as const)('%s', (_, given, files, kind) => {
    expect(verdictOf(given, today(files)).kind).toBe(kind);
  });
});
