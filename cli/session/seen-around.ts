import type { Client } from '@temporalio/client';
import type { ProjectStore, RunEntry } from '../../store/index.ts';
import { decidedBefore } from './decided-before.ts';
import { aroundRun } from './look-around.ts';
import { type SeenRun, seenRun } from './seen-run.ts';
import type { Shell } from './shell.ts';
import { lastSimulator } from './simulator-process.ts';
import { surroundingsOf } from './surroundings.ts';

/** A run with all that can be seen of it and, while it is open, of what decides when it will be done. */
export async function seenAround(shell: Shell, client: Client, store: ProjectStore, entry: RunEntry): Promise<SeenRun> {
  const seen = await seenRun(client, store, entry);
  const { progress, plan } = seen;
  if (seen.standing !== 'open' || progress?.view === undefined) return seen;
  const around = await surroundingsOf(client, aroundRun(shell, store, entry, plan, speedOf(store, entry)));
  const decided = decidedBefore(await store.decisions.get(entry.decisions));
  return { ...seen, progress: { ...progress, decided, view: { ...progress.view, around } } };
}

/** Of a run's realm: that of its simulator as it was started last, else 1. */
export function speedOf(store: ProjectStore, entry: RunEntry): number {
  return entry.realm === 'simulator' ? (lastSimulator(store.root)?.speed ?? 1) : 1;
}
