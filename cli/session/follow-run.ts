import type { Client } from '@temporalio/client';
import type { Decisions } from '../../plan/decisions.ts';
import type { Plan } from '../../plan/plan.ts';
import type { MakeRecord } from '../../plan/record.ts';
import { type ProjectStore, type RunEntry, reasonsOf } from '../../store/index.ts';
import { exitOfResult, exitOfView } from '../exit-codes.ts';
import { follow, type Progress, realClock, tellChanges } from '../live/index.ts';
import { jsonText } from '../terminal/index.ts';
import {
  answerCommand,
  endSummary,
  type RunState,
  reasonLines,
  runDocument,
  runState,
  typed,
  usedUp,
  waitingLines,
} from '../views/index.ts';
import { decidedBefore } from './decided-before.ts';
import { engineSilent } from './engine-silent.ts';
import { resultOf, writeEnd } from './find-run.ts';
import { aroundRun, lookingAround } from './look-around.ts';
import { makesOfRun } from './makes-of-run.ts';
import { nextView } from './next-view.ts';
import { noteInterrupts } from './note-interrupts.ts';
import { outputsOfRun } from './outputs-of-run.ts';
import { type Reconnecting, reconnecting } from './reconnecting.ts';
import { planOf } from './seen-run.ts';
import type { Shell } from './shell.ts';
import { stuckSentence } from './stuck-workflows.ts';
import { waitingFiles } from './waiting-files.ts';

export type FollowRun = {
  readonly shell: Shell;
  readonly client: Client;
  readonly store: ProjectStore;
  readonly entry: RunEntry;
  readonly speed: number;
  /** The last line on stdout is the run as one JSON document. */
  readonly json: boolean;
  /** With json: before it, a line for each node that changes. */
  readonly lines?: boolean;
};

/** Follows a run to its end, to a person's turn or until Ctrl-C; says how it stands. Returns the exit code. */
export async function followRun(options: FollowRun): Promise<number> {
  // From the first moment on: it ends the following, also while that is being prepared.
  const interrupts = noteInterrupts(options.shell);
  const link = await reconnecting(options.shell, options.client);
  try {
    return await followed(options, link, interrupts.came);
  } finally {
    interrupts.end();
    await link.close();
  }
}

async function followed(options: FollowRun, link: Reconnecting, isLeft: () => boolean): Promise<number> {
  const { shell, store, entry, speed, json, lines } = options;
  const { terminal } = shell;
  const plan = await planOf(store, entry);
  const decisions = await store.decisions.get(entry.decisions);
  const run = `${entry.pipeline}#${entry.n}`;
  const stuck = await stuckSentence(link.client(), entry);
  if (stuck !== undefined) terminal.say(stuck);
  const look = lookingAround(aroundRun(shell, store, entry, plan, speed), realClock.nowMs);
  const { end, progress } = await follow({
    terminal,
    plan,
    run,
    realm: entry.realm,
    decided: decidedBefore(decisions),
    speed,
    clock: realClock,
    isLeft,
    next: (since) => nextView(link, store, entry, since, look),
    ...(json && lines ? { heard: tellChanges(run, (line) => terminal.data(jsonText(line))) } : {}),
  });
  const { view } = progress;
  if (end === 'silent') throw await engineSilent(shell, entry);
  if (view === undefined) {
    terminal.say(
      `${run} is no longer followed; the run goes on: ${typed('dailies status', { run, realm: entry.realm })}`,
    );
    return 75;
  }
  const result = end === 'over' ? await resultOf(link.client(), entry) : undefined;
  if (result) await writeEnd(store, entry, result);
  const state: RunState = result?.state ?? runState(view);
  const makes = await makesOfRun(store, plan, decisions);
  const records = makes.filter((make) => make !== undefined);
  const facts = { run, state, counts: view.counts, current: view.current, money: result?.money ?? view.money };
  const rendersFolder = rendersFolderOf(records);
  const where = {
    realm: entry.realm,
    file: entry.file,
    account: plan.account,
    startedMs: Date.parse(entry.startedAt),
    rendersFolder,
    files: records.length,
    outputs: outputsOfRun({ plan, makes, stateOf: (at) => progress.nodes[at]?.state ?? 'waiting' }),
    paused: result === undefined ? view.paused : undefined,
    ...(state === 'over-budget' ? { usedUp: usedUp(progress, view.money) } : {}),
    failed: plan.nodes.flatMap(({ id: node }, at) => {
      const now = progress.nodes[at];
      return now?.state === 'failed' ? [{ node, code: now.code }] : [];
    }),
    answers: answersOf(progress, { run, realm: entry.realm }),
  };
  for (const line of reasonLines(progress, await reasonsOf(store, entry), Date.now())) terminal.say(line);
  const waiting = end === 'left' ? [] : await waitingFiles(store, entry.pipeline);
  for (const line of waitingLines(waiting, terminal.screen(terminal.talk))) terminal.say(line);
  terminal.say(
    endSummary({ ...facts, ...where, end: end === 'left' ? 'left' : 'over' }, terminal.screen(terminal.talk)),
  );
  if (json) terminal.data(jsonText(runDocument({ ...facts, renders: records })));
  return result ? exitOfResult(result) : exitOfView(view);
}

/** What to type for the first questions that stand. */
function answersOf({ plan, nodes }: Progress, place: { readonly run: string; readonly realm: string }): string[] {
  const asking = plan.nodes.filter((_, at) => nodes[at]?.state === 'asking');
  return asking.slice(0, MOST_ANSWERS).map((node) => answerCommand(node, place));
}

const MOST_ANSWERS = 3;

/** The makes that count for a run, in the plan's order. */
export async function rendersOf(
  store: ProjectStore,
  plan: Plan,
  decisions: Decisions | undefined,
): Promise<readonly MakeRecord[]> {
  return (await makesOfRun(store, plan, decisions)).filter((make) => make !== undefined);
}

/** The folder that all these renders lie in, relative to the root: those of used pipelines have folders of their own. */
export function rendersFolderOf(records: readonly Pick<MakeRecord, 'file'>[]): string {
  const [first = [], ...others] = records.map(({ file }) => file.split('/').slice(0, -1));
  const end = first.findIndex((part, at) => others.some((other) => other[at] !== part));
  return (end < 0 ? first : first.slice(0, end)).map((part) => `${part}/`).join('');
}
