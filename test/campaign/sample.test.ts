import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runCampaign } from './campaign.ts';
import { nameOfCell } from './cell.ts';
import { quickSample } from './sample.ts';
import { tableOf } from './table.ts';

/** Decides which kills are tried, and the dice of each: others with each commit. */
const SEED = Number(process.env.DAILIES_SEED ?? seedOfCommit());

test('no invariant breaks in a sample of kills and faults on real processes', async () => {
  const cells = quickSample(SEED);
  const verdicts = await runCampaign(cells, SEED, () => {});
  console.log(
    `${tableOf(verdicts)}\n\nThe same again: DAILIES_SEED=${SEED} npx vitest run test/campaign/sample.test.ts`,
  );
  const broken = verdicts.filter(({ violations }) => violations.length > 0);
  expect(broken.map(({ cell, violations }) => [nameOfCell(cell), violations])).toEqual([]);
  expect(verdicts).toHaveLength(cells.length);
}, 600_000);

/** 1 where there is no repository. */
function seedOfCommit(): number {
  const { stdout } = spawnSync('git', ['rev-parse', '--short=7', 'HEAD'], { cwd: import.meta.dirname });
  return Number.parseInt(String(stdout), 16) || 1;
}
