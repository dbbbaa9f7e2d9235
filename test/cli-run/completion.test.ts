import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScene, type Scene } from '../e2e/scene.ts';

let scene: Scene;
beforeAll(() => {
  scene = makeScene({ pipelines: ['takes.yaml', 'fast-draft.yaml', 'overnight-batch.picks.yaml'] });
  scene.write('teaser.yaml', '');
});
afterAll(() => scene.close());

/** What Tab offers behind `dailies WORDS`, without the descriptions and the last line, which is for the script. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { code, stdout } = await scene.cli('complete', '--', ...words);
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.pop()).toMatch(/^:\d+$/);
  return lines.map((line) => line.split('\t')[0] ?? '');
}

test('commands, their options, runs and pipeline files are offered', async () => {
  expect(await offered('re')).toEqual(['resume', 'retry', 'resolve', 'report']);
  expect(await offered('approve', '--')).toEqual(['--reject', '--simulate', '--help']);
  expect(await offered('watch', '')).toEqual(['fast-draft', 'takes', 'teaser']);
  expect(await offered('run', 'pipe')).toEqual(['pipelines/fast-draft.yaml', 'pipelines/takes.yaml']);
  expect(await offered('completion', 'z')).toEqual(['zsh']);
  expect(await offered('nonsense', '')).toEqual([]);
});

test('each shell gets its script, and another one is told what there is', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, stdout } = await scene.cli('completion', shell);
    expect([shell, code]).toEqual([shell, 0]);
    expect(stdout).toContain('dailies complete --');
  }
  const { stdout } = await scene.cli('completion', 'bash');
  execFileSync('bash', ['-n'], { input: stdout });
  const { code, stderr } = await scene.cli('completion', 'tcsh');
  expect([code, stderr]).toEqual([64, expect.stringContaining('bash, zsh, fish')]);
});
