import { expect, test } from 'vitest';
import { runCampaign } from './campaign.ts';
import { nameOfCell } from './cell.ts';
import { allCells, sampleOf } from './cells.ts';
import { tableOf } from './table.ts';

/** Some of all 246 cells; `npm run campaign` tries them all. */
const TRIALS = Number(process.env.DAILIES_TRIALS ?? 6);
const SEED = Number(process.env.DAILIES_SEED ?? 1);

test('no invariant breaks in a sample of kills and faults on real processes', async () => {
  const verdicts = await runCampaign(sampleOf(allCells(), TRIALS, SEED), SEED, () => {});
  console.log(tableOf(verdicts));
  const broken = verdicts.filter(({ violations }) => violations.length > 0);
  expect(broken.map(({ cell, violations }) => [nameOfCell(cell), violations])).toEqual([]);
  expect(verdicts).toHaveLength(TRIALS);
}, 600_000);
