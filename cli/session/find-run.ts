import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import { QUERY_PROGRESS } from '../../plan/recorded-names.ts';
import type { ProgressQuery, RunResult, RunView } from '../../plan/run-view.ts';
import type { ProjectStore, RunEntry } from '../../store/index.ts';
import { askAgain } from './ask-again.ts';
import { Refusal } from './refusal.ts';

/** A run and how it stands: `open` where its workflow runs, `lost` where no engine knows it and it never ended. */
export type RunStanding = { readonly entry: RunEntry; readonly state: 'open' | 'ended' | 'lost' | 'unknown' };

/** The run that was typed: `stem` (its latest), `stem#n`, or without a word the only open one. Refuses (64) others. */
export async function findRun(store: ProjectStore, typed: string | undefined): Promise<RunEntry> {
  if (typed === undefined) return onlyRun(store, await store.runs.list());
  const [, stem = typed, number] = /^(.*?)(?:#(\d+))?$/.exec(typed) ?? [];
  const found = number === undefined ? await latestStarted(store, stem) : await store.runs.get(stem, Number(number));
  if (found) return found;
  const known = [...new Set((await store.runs.list()).map((entry) => entry.pipeline))];
  const hint = known.length === 0 ? howToHaveOne(store) : `there are: ${known.join(', ')}`;
  throw new Refusal(64, `there is no run "${typed}" here`, hint);
}

/** The newest run of a pipeline that was really started. */
export async function latestStarted(store: ProjectStore, pipeline: string): Promise<RunEntry | undefined> {
  return (await store.runs.list(pipeline)).filter((entry) => entry.key !== undefined).at(-1);
}

/** How a run stands, asked of the engine where it has not been written down; the end is written down when it is seen. */
export async function standingOf(
  client: Client | undefined,
  store: ProjectStore,
  entry: RunEntry,
): Promise<RunStanding> {
  if (entry.ended !== undefined) return { entry, state: 'ended' };
  if (client === undefined || entry.key === undefined) return { entry, state: 'unknown' };
  try {
    const newest = await newestOf(client, entry);
    if (newest.isOwn && newest.isRunning) return { entry, state: 'open' };
    return { entry: await writeEnd(store, entry, await endOf(client, entry, newest)), state: 'ended' };
  } catch (error) {
    if (error instanceof Error && ['WorkflowNotFoundError', 'WorkflowFailedError'].includes(error.name)) {
      return { entry, state: 'lost' };
    }
    throw error;
  }
}

/** The result of a run that is over or about to be. Throws WorkflowFailedError where it was terminated. */
export async function resultOf(client: Client, entry: RunEntry): Promise<RunResult> {
  return endOf(client, entry, await newestOf(client, entry));
}

type Newest = { readonly runId: string; readonly isOwn: boolean; readonly isRunning: boolean };

/** The newest execution under a run's workflow id, which may be one of a later run. */
async function newestOf(client: Client, { workflowId, key }: RunEntry): Promise<Newest> {
  const { status, raw, runId } = await client.workflow.getHandle(workflowId).describe();
  const isOwn = raw.workflowExecutionInfo?.firstRunId === key;
  return { runId, isOwn, isRunning: status.name === 'RUNNING' };
}

/** One that was reset ends in another execution than it began in, and nothing leads from the first to that one. */
async function endOf(client: Client, { workflowId, key }: RunEntry, newest: Newest): Promise<RunResult> {
  return client.workflow.getHandle(workflowId, newest.isOwn ? newest.runId : key).result();
}

/** Writes a run's end down and returns the entry with it. */
export async function writeEnd(store: ProjectStore, entry: RunEntry, result: RunResult): Promise<RunEntry> {
  const ended = { result, endedAt: new Date().toISOString() };
  await store.runs.ended(entry.pipeline, entry.n, ended);
  return { ...entry, ended };
}

/** The client would try for half a minute by itself; whoever follows wants to know sooner. */
const ANSWER_MS = 5_000;

/** All that a run has changed since a cursor. Throws where server or worker do not answer. */
export async function askProgress(client: Client, entry: RunEntry, since: number): Promise<RunView> {
  let view = await askOnce(client, entry, since);
  const changes = [...view.changes];
  while (view.more) {
    view = await askOnce(client, entry, view.cursor);
    changes.push(...view.changes);
  }
  return { ...view, changes };
}

/** How a run stands in all, without its nodes. Throws as askProgress does. */
export function askTotals(client: Client, entry: RunEntry): Promise<RunView> {
  return askOnce(client, entry, Number.MAX_SAFE_INTEGER);
}

function askOnce(client: Client, entry: RunEntry, since: number): Promise<RunView> {
  const handle = client.workflow.getHandle(entry.workflowId);
  return client.withDeadline(Date.now() + ANSWER_MS, () =>
    askAgain(() => handle.query<RunView, [ProgressQuery]>(QUERY_PROGRESS, { since })),
  );
}

function onlyRun(store: ProjectStore, entries: readonly RunEntry[]): RunEntry {
  const started = entries.filter((entry) => entry.key !== undefined);
  // A later run of the same pipeline took over what an earlier one left.
  const latest = [...new Map(started.map((entry) => [entry.pipeline, entry])).values()];
  const open = latest.filter((entry) => entry.ended === undefined);
  const [one, ...others] = open.length > 0 ? open : newestFirst(latest).slice(0, 1);
  if (one === undefined) throw new Refusal(64, 'there is no run here', howToHaveOne(store));
  if (others.length === 0) return one;
  const names = open.map((entry) => `${entry.pipeline}#${entry.n}`).join(', ');
  throw new Refusal(64, 'there is more than one open run', `name one: ${names}`);
}

function newestFirst(entries: readonly RunEntry[]): readonly RunEntry[] {
  return entries.toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

/** Who ran it simulated only, and forgot to say so again, is told. */
function howToHaveOne({ realm, root }: ProjectStore): string {
  const isSimulated = realm !== 'simulator' && existsSync(path.join(root, '.dailies', 'simulated', 'store'));
  return isSimulated ? 'a simulated one is found with --simulate' : 'dailies run FILE starts one';
}
