import { existsSync } from 'node:fs';
import type { RunEntry } from '../../store/index.ts';
import { typed } from '../views/index.ts';
import { Refusal } from './refusal.ts';
import type { Shell } from './shell.ts';

/** Of a run whose engine does not answer any more: what to type, also where the engine has lost it with its folder. */
export async function engineSilent({ home }: Shell, entry: RunEntry): Promise<Refusal> {
  const { engineStatus, homeLayout } = await import('../../engine/index.ts');
  const run = `${entry.pipeline}#${entry.n}`;
  const { realm } = entry;
  // One that is not of this home has no address in it.
  const isOurs = engineStatus({ home }).address !== undefined;
  if (isOurs && !existsSync(homeLayout(home).database)) {
    const again = typed('dailies run', { run: entry.file, realm });
    return new Refusal(69, `the engine and ${run} with it are gone; the store has what was paid`, again);
  }
  return new Refusal(
    69,
    `the engine does not answer; ${run} stands still until it does`,
    typed('dailies resume', { run, realm }),
  );
}
