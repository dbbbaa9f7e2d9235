import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MEDIA_RULES } from '../../plan/rules/media.ts';
import { RULES } from '../../plan/rules.ts';
import { loadCase } from './load-case.ts';

// The vendor's page implies fifty rules; what later generations add stands above.
const OF_THE_PAGE = Array.from({ length: 50 }, (_, index) => index + 1);

/** What shows a rule that is none about a request. */
const OTHER_CODES: { readonly [rule: number]: string } = {
  // Prices show where a budget is just enough and where it is a cent short.
  45: 'BUDGET_TOO_SMALL',
  46: 'BUDGET_TOO_SMALL',
  47: 'BUDGET_TOO_SMALL',
};

/** Rules that no pipeline file can try: where they are tried, by the names of the tests that pass and fail. */
const ELSEWHERE: { readonly [rule: number]: readonly (readonly [file: string, test: string])[] } = {
  ...Object.fromEntries(MEDIA_RULES.map(({ number }) => [number, [['test/plan/media-rules.test.ts', 'rule $number']]])),
  48: [
    ['test/simulator/cap.test.ts', 'the sixth task is refused with 429 until one of the five has ended'],
    ['test/e2e/pipelines.test.ts', 'expect([peakInCap, refusals]).toEqual([5, 0])'],
  ],
  49: [
    ['test/simulator/links.test.ts', 'a link dies after 24 hours by the clock'],
    ['test/activities/download.test.ts', 'brings a lost file back from its living link'],
    ['test/e2e/downloads.test.ts', 'a cut and a wrong file are fetched again; what was lost with a dead link is said'],
  ],
};

const folders = readdirSync('test/problems').filter((name) => /^rule-\d\d/.test(name));
const foldersOf = (rule: number) => folders.filter((name) => Number(name.split('-')[1]) === rule);

describe('the rules of the vendor’s page', () => {
  test.each(OF_THE_PAGE)('rule %i is tried at its bound and beyond it', async (rule) => {
    const elsewhere = ELSEWHERE[rule] ?? [];
    for (const [file, words] of elsewhere) expect(readFileSync(file, 'utf8'), file).toContain(words);
    const tried = await Promise.all(foldersOf(rule).map(tryFolder));
    expect(elsewhere.length > 0 || (tried.some(({ passes }) => passes) && tried.some(({ fails }) => fails))).toBe(true);
  });

  test('no rule is in the table without cases', async () => {
    for (const { number } of RULES) expect([number, foldersOf(number).length]).not.toEqual([number, 0]);
    const later = folders.filter((name) => !OF_THE_PAGE.includes(Number(name.split('-')[1])));
    for (const { passes, fails } of await Promise.all(later.map(tryFolder)))
      expect([passes, fails]).toEqual([true, true]);
  });
});

/** Steps called `passes…` have no problem, steps called `fails…` break the rule; or the folder's name says which. */
async function tryFolder(folder: string) {
  const rule = Number(folder.split('-')[1]);
  const { problems } = await loadCase(folder);
  const broken = problems.filter((problem) => problem.rule === rule || problem.code === OTHER_CODES[rule]);
  if (/-(passes|fails)$/.test(folder)) {
    const fails = folder.endsWith('-fails');
    expect(broken.length, folder).toBe(fails ? 1 : 0);
    return { passes: !fails, fails };
  }
  const steps = [...readFileSync(`test/problems/${folder}/pipeline.yaml`, 'utf8').matchAll(/^ {2}([a-z-]+):/gm)];
  const names = steps.flatMap(([, name = '']) => (/^(passes|fails)/.test(name) ? [name] : []));
  const at = (path: string, name: string) => path === `steps.${name}` || path.startsWith(`steps.${name}.`);
  for (const name of names) {
    const own = (name.startsWith('fails') ? broken : problems).filter(({ path }) => at(path, name));
    expect(own.length > 0, `${folder}: ${name}`).toBe(name.startsWith('fails'));
  }
  return {
    passes: names.some((name) => name.startsWith('passes')),
    fails: names.some((name) => name.startsWith('fails')),
  };
}
