import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LANES, runCampaign } from './campaign.ts';
import { nameOfCell } from './cell.ts';
import { allCells } from './cells.ts';
import { sampleOf } from './sample.ts';
import { tableOf } from './table.ts';
import type { Verdict } from './verdict.ts';

/** What was tried so far, a line each: a campaign that was interrupted goes on from it. */
const FOUND = process.env.DAILIES_CAMPAIGN ?? 'campaign.jsonl';

/**
 * `npm run campaign [-- --trials N --point P --fault F --victim V --keys K --seed S --lanes L --again]`: tries cells on real
 * processes and prints a table. Exits with 1 where an invariant was broken.
 */
export async function main(args: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      trials: text,
      point: text,
      fault: text,
      victim: text,
      keys: text,
      seed: text,
      lanes: text,
      again: { type: 'boolean' },
    },
  });
  const parts = [values.point, values.fault, values.victim, values.keys].filter((part) => part !== undefined);
  const seed = Number(values.seed ?? 1);
  const cells = allCells(parts);
  if (cells.length === 0) throw new Error(`no cell is named ${parts.join(' and ')}`);
  const wanted = values.trials === undefined ? cells : sampleOf(cells, Number(values.trials), seed);
  if (values.again || !existsSync(FOUND)) writeFileSync(FOUND, '');
  const known = readFileSync(FOUND, 'utf8')
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line): Verdict => JSON.parse(line));
  const tried = new Set(known.map(({ cell }) => nameOfCell(cell)));
  const left = wanted.filter((cell) => !tried.has(nameOfCell(cell)));
  let count = 0;
  const told = (verdict: Verdict) => {
    appendFileSync(FOUND, `${JSON.stringify(verdict)}\n`);
    known.push(verdict);
    count += 1;
    const { state, accepted, posts, unsure, seconds, violations } = verdict;
    const said = `${state}, ${accepted} accepted, ${posts} POSTs, ${unsure} unsure, ${seconds.toFixed(1)} s`;
    console.log(`${count}/${left.length}  ${nameOfCell(verdict.cell)}: ${said}`);
    for (const violation of violations) console.log(`    ${violation}`);
  };
  await runCampaign(left, seed, told, Number(values.lanes ?? LANES));
  console.log(tableOf(known));
  return known.some(({ violations }) => violations.length > 0) ? 1 : 0;
}
