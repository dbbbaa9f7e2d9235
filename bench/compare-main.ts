import { parseArgs } from 'node:util';
import { seeded } from '../sim/timeline.ts';
import { openBed } from './bed.ts';
import type { Bed } from './bench.ts';
import { naiveSide, ourSide } from './compare-sides.ts';
import { compareTable } from './compare-table.ts';
import { type Damage, damageOf } from './compare-trial.ts';
import type { Home } from './home.ts';
import { shotsFrom } from './shots.ts';

// npm run compare [-- --kills 60] [--seed 1] [--at-once 2] [--keys]: the same kills of a script and of a run of ours, at a
// vendor that does not know a payment again; --keys: at one that honours idempotency keys.
const { values: flags } = parseArgs({
  options: {
    kills: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '2' },
    keys: { type: 'boolean', default: false },
  },
});

const SHOTS = shotsFrom(1, 12);
const TASK_MS = 1_000;
/** A vendor accepts no task in an instant: the page names up to 30 s. */
const ACCEPT_MS = 300;
/** Twelve shots, five at a time, are made in so long. */
const MAKING_MS = 4_000;

const [kills, seed, atOnce] = [Number(flags.kills), Number(flags.seed), Number(flags['at-once'])];
if (![kills, seed, atOnce].every((number) => Number.isSafeInteger(number) && number > 0)) {
  process.stderr.write('--kills, --seed and --at-once are whole numbers from 1\n');
  process.exitCode = 64;
} else process.exitCode = await compare();

type Trial = { readonly script: Damage; readonly ours: Damage };

async function compare(): Promise<number> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const bed = await openBed(process.env, say);
  const random = seeded(seed);
  const waiting = Array.from({ length: kills }, () => MAKING_MS * random());
  const trials: Trial[] = [];
  let failed = 0;
  const work = async () => {
    const home = bed.newHome();
    await home.up();
    for (let killMs = waiting.shift(); killMs !== undefined; killMs = waiting.shift()) {
      try {
        trials.push(await oneTrial(bed, home, killMs));
        say(`${trials.length} of ${kills}: ${JSON.stringify({ killMs: Math.round(killMs), ...trials.at(-1) })}`);
      } catch (error) {
        failed += 1;
        say(`a kill could not be judged: ${error instanceof Error ? error.message : error}`);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    await bed.close();
  }
  process.stdout.write(`${compareTable(trials, SHOTS.length)}\n`);
  const isBroken = trials.some(({ ours }) => ours.twice > 0 || ours.lost > 0);
  return failed > 0 || isBroken ? 1 : 0;
}

async function oneTrial(bed: Bed, home: Home, killMs: number): Promise<Trial> {
  const newVendor = () => bed.newVendor(TASK_MS, { acceptMs: ACCEPT_MS, ...(flags.keys ? {} : { ignoresKeys: true }) });
  const atScript = await newVendor();
  const script = naiveSide(atScript, SHOTS, bed.newFolder());
  const scriptDamage = await damageOf(script, atScript, SHOTS, killMs).finally(script.end);
  await atScript.close();
  const atOurs = await newVendor();
  // Told the truth about its vendor: where keys mean nothing, nothing is sent twice.
  const project = home.project(atOurs, 50, flags.keys ? 'simulator' : 'qingbo-seed-2026-04');
  const side = await ourSide({ home, project, vendor: atOurs, shots: SHOTS });
  const ours = await damageOf(side, atOurs, SHOTS, killMs).finally(side.end);
  await atOurs.close();
  return { script: scriptDamage, ours };
}
