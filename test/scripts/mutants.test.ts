import { expect, test } from 'vitest';

const { MUTANTS } = await import(new URL('../../scripts/mutants/list.mjs', import.meta.url).href);
const { paidDecisions } = await import(new URL('../../scripts/mutants/paid-decisions.mjs', import.meta.url).href);
const { unfit } = await import(new URL('../../scripts/mutants/unfit.mjs', import.meta.url).href);

test('thirty mistakes fit the sources as they are', () => {
  expect(MUTANTS).toHaveLength(30);
  expect(unfit('.', MUTANTS)).toEqual([]);
});

test('the mistakes that break the sentences on paid decisions fit the sources as they are, some for each sentence', () => {
  const mistakes = paidDecisions('.');
  expect(unfit('.', mistakes)).toEqual([]);
  expect(mistakes.length).toBeGreaterThan(100);
});

test('a mistake whose place has changed, or whose test is gone, is told', () => {
  const [first] = MUTANTS;
  expect(unfit('.', [{ ...first, from: 'no such text' }])).toEqual([expect.stringContaining('stands 0 times in')]);
  expect(unfit('.', [{ ...first, test: 'test/none.test.ts' }])).toEqual([expect.stringContaining('there is no')]);
  expect(unfit('.', [{ ...first, title: 'no such title' }])).toEqual([
    expect.stringContaining('no "no such title" in'),
  ]);
});
