import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { blocksOf } from '../docs/documents.ts';
import { makeScene } from './scene.ts';

/** What differs from one run to the next: times, the order in which shots come in, totals on the way. */
function steady(output: string): readonly string[] {
  const lines = output
    .trimEnd()
    .split('\n')
    .map((line) => line.replaceAll(/\d+(\.\d+)? s\b/g, 'N s'));
  const isNews = (line: string) => /^done {7}/.test(line);
  const totals = lines.filter((line) => /^\d+ of \d+ nodes done/.test(line));
  const others = lines.filter((line) => !isNews(line) && (!totals.includes(line) || line === totals.at(-1)));
  return [...others, ...lines.filter(isNews).sort()];
}

describe('the first screen of the README', () => {
  const scene = makeScene({ engine: 'own' });
  afterAll(() => scene.close());

  test('shows what its command prints for its pipeline', async () => {
    const [yaml, typed, output] = blocksOf(readFileSync('README.md', 'utf8'));
    const [, file = '', ...flags] = typed?.text.trim().replace('npx dailies ', '').split(' ') ?? [];
    scene.write(file, yaml?.text ?? '');
    const ended = await scene.cli('run', file, ...flags);
    expect(ended.code).toBe(0);
    expect(steady(ended.stderr)).toEqual(steady(output?.text ?? ''));
  });
});
