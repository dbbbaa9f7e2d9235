import { existsSync } from 'node:fs';
import type { RunEntry } from '../../store/index.ts';
import { typed } from '../views/index.ts';
import { Refusal } from './refusal.ts';
import type { Shell } from './shell.ts';

/** Of a run whose engine does not answer any more: what to type, also where the engine has lost it with its folder. */
export async function engineSilent({ home }: Shell, entry: RunEntry): Promise<Refusal> {
  const { homeLayout } = await import('../../engine/index.ts');
  const { database, state } = homeLayout(home);
  const run = `${entry.pipeline}#${entry.n}`;
  const { realm } = entry;
  // A home that has never had an engine of its own says nothing of another one.
  if (existsSync(state) && !existsSync(database)) {
    const again = typed('dailies run', { run: entry.file, realm });
    return new Refusal(69, `the engine and ${run} with it are gone; the store has what was paid`, again);
  }
  return new Refusal(
    69,
    `the engine does not answer; ${run} stands still until it does`,
    typed('dailies resume', { run, realm }),
  );
}
