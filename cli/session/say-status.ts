import { type ProjectStore, reasonsOf } from '../../store/index.ts';
import { forecastOfRun } from '../live/index.ts';
import { jsonText } from '../terminal/index.ts';
import {
  forecastDocument,
  reasonLines,
  runDocument,
  statusView,
  twinLines,
  waitingDocument,
  waitingLines,
} from '../views/index.ts';
import { rendersOf } from './follow-run.ts';
import { livingTwins } from './living-twins.ts';
import { speedOf } from './seen-around.ts';
import type { SeenRun } from './seen-run.ts';
import type { Shell } from './shell.ts';
import { waitingFiles } from './waiting-files.ts';

/** Prints how a run stands, from the engine or, where none answers, from the store. Returns the exit code. */
export async function sayStatus(shell: Shell, store: ProjectStore, seen: SeenRun, json: boolean): Promise<number> {
  const { terminal } = shell;
  const { entry, plan, progress } = seen;
  const run = `${entry.pipeline}#${entry.n}`;
  const facts = entry.ended?.result ?? progress?.view;
  const isOpen = seen.standing === 'open' && progress !== undefined;
  const forecast = isOpen ? forecastOfRun(progress, Date.now(), speedOf(store, entry)) : undefined;
  if (json) {
    const money = facts?.money ?? { planned: entry.plannedCost, spent: 0, refunded: 0 };
    const renders = await rendersOf(store, plan, await store.decisions.get(entry.decisions));
    const state = seen.state === 'unknown' ? 'paused' : seen.state;
    const counts = facts?.counts ?? {};
    const document = runDocument({ run, state, counts, current: facts?.current ?? 0, money, renders });
    const waiting = waitingDocument(await waitingFiles(store, entry.pipeline));
    terminal.data(jsonText({ ...document, forecast: forecastDocument(forecast), waiting }));
    return 0;
  }
  if (progress !== undefined) {
    const ended = entry.ended && { endedMs: Date.parse(entry.ended.endedAt) };
    terminal.data(statusView({ run, realm: entry.realm, forecast, progress, ...ended }, terminal.screen()));
  } else {
    terminal.data(`${run}  ${seen.standing === 'ended' ? seen.state : standingWords(seen.standing)}`);
  }
  if (seen.stuck !== undefined) terminal.data(seen.stuck);
  if (progress !== undefined)
    for (const line of reasonLines(progress, await reasonsOf(store, entry), Date.now())) terminal.data(line);
  for (const line of twinLines(await livingTwins(store, entry), terminal.screen())) terminal.data(line);
  const waiting = await waitingFiles(store, entry.pipeline);
  for (const line of waitingLines(waiting, terminal.screen())) terminal.data(line);
  return 0;
}

function standingWords(standing: SeenRun['standing']): string {
  if (standing === 'lost')
    return 'the engine does not know it any more; run the file again to go on from the store ($0 for what is made)';
  return 'not finished; the engine does not answer: dailies resume goes on';
}
