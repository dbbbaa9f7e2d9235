import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Loaded, PROBLEM_CODES, render } from '../../language/index.ts';
import { CASES, loadCase } from './load-case.ts';

const cases = readdirSync(CASES, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

function rendered({ problems, texts, plan }: Loaded): string {
  const blocks = problems.map((problem) => render(problem, texts[problem.file] ?? ''));
  return `${[...blocks, plan === undefined ? 'no plan' : `a plan of ${plan.nodes.length}`].join('\n\n')}\n`;
}

describe('problems', () => {
  const seen = new Set<string>();

  // UPDATE=1 rewrites what is expected.
  test.each(cases)('%s', async (name) => {
    const loaded = await loadCase(name);
    for (const { code } of loaded.problems) seen.add(code);
    const text = rendered(loaded);
    const file = `${CASES}/${name}/expected.txt`;
    if (process.env.UPDATE === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  test('every code has a case', () => {
    // What git cannot hold, or would hold badly, is tried in test/language/files.test.ts.
    const elsewhere = ['FILE_UNREADABLE', 'FILE_NAME', 'FILE_TOO_LARGE', 'FILE_NOT_UTF8', 'FILE_MISSING'];
    expect(Object.keys(PROBLEM_CODES).filter((code) => !seen.has(code) && !elsewhere.includes(code))).toEqual([]);
  });
});
