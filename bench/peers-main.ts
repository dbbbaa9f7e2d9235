import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { openBed } from './bed.ts';
import { PEERS_FOLDER } from './peers-found.ts';
import { type Measured, measureSide } from './peers-measure.ts';
import { SIDES } from './peers-sides.ts';
import { peersTable } from './peers-table.ts';
import { wrongName } from './wrong-name.ts';

const MOST_STARTED = 20;

/**
 * npm run bench -- --peers [names…] [--json]: other ways to make the same shots beside ours, one after the other. Returns
 * the exit code: 64 for a name that is none, 69 where the packages cannot be had, 1 where something could not be measured.
 */
export async function measurePeers(names: readonly string[], asJson: boolean): Promise<number> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const wrong = wrongName('peer', names, Object.keys(SIDES));
  if (wrong !== undefined) {
    say(wrong);
    return 64;
  }
  if (!hasPackages()) return 69;
  // Every vendor and server is ended with this process: five of each at once, where five are killed side by side.
  process.setMaxListeners(MOST_STARTED);
  const bed = await openBed(process.env, say);
  const sides: Measured[] = [];
  try {
    for (const [name, side] of Object.entries(SIDES)) {
      if (names.length > 0 && !names.includes(name)) continue;
      sides.push(await measureSide(bed, side));
      await bed.endStarted();
    }
  } finally {
    await bed.close();
  }
  const document = { at: new Date().toISOString(), node: process.version, sides };
  process.stdout.write(`${asJson ? JSON.stringify(document, undefined, 2) : peersTable(sides)}\n`);
  const failures = sides.flatMap((side) => side.failures);
  for (const line of failures) say(`not measured: ${line}`);
  return failures.length === 0 ? 0 : 1;
}

/** Gets the peers' packages, which are none of ours, into their own folder. */
function hasPackages(): boolean {
  const setUp = path.join(PEERS_FOLDER, 'set-up.mjs');
  if (existsSync(setUp)) return spawnSync(process.execPath, [setUp], { stdio: ['ignore', 2, 2] }).status === 0;
  process.stderr.write('the peers are measured in a checkout of the sources only\n');
  return false;
}
