import { SIGNAL_RETRY } from '../../plan/recorded-names.ts';
import type { RetryRequest } from '../../plan/run-view.ts';
import type { ProjectStore, RunEntry } from '../../store/index.ts';
import type { Report, ReportNode } from '../views/index.ts';
import { type AsStarted, asStarted } from './as-started.ts';
import { latestStarted } from './find-run.ts';
import { followRun } from './follow-run.ts';
import type { PlanFlags } from './prepare.ts';
import type { RealmFlags } from './realm-facts.ts';
import { Refusal } from './refusal.ts';
import { reportOf } from './report-of.ts';
import { runPipeline } from './run-pipeline.ts';
import type { SeenRun } from './seen-run.ts';
import type { Shell } from './shell.ts';
import { type OpenRun, withRun } from './take-up.ts';

type Flags = RealmFlags & { readonly json?: boolean; readonly yes?: boolean };

/** Tries failed nodes again: in the open run, or by a new one of only these where it has ended. Returns the exit code. */
export async function retryRun(
  shell: Shell,
  typed: string | undefined,
  nodes: readonly string[],
  flags: Flags,
): Promise<number> {
  const outcome = await withRun(shell, typed, { ...flags, takeKey: true }, (run) =>
    inOpenRun(shell, run, nodes, flags),
  );
  if (typeof outcome === 'number') return outcome;
  const { failed, file, ...before } = outcome;
  if (failed.length === 0) {
    shell.terminal.say('nothing failed in this run');
    return 0;
  }
  return runPipeline(shell, file, { ...flags, ...before, only: failed });
}

type Ended = AsStarted & {
  readonly failed: readonly string[];
  readonly retried: NonNullable<PlanFlags['retried']>;
};

async function inOpenRun(shell: Shell, run: OpenRun, nodes: readonly string[], flags: Flags): Promise<number | Ended> {
  const { client, store, entry, seen, speed } = run;
  const unknown = nodes.find((node) => !seen.plan.nodes.some(({ id }) => id === node));
  if (unknown !== undefined)
    throw new Refusal(64, `there is no node "${unknown}" in this run`, 'dailies status lists them');
  if (seen.standing === 'ended') {
    const report = await reportOf(store, seen);
    // A failure that counts as not wanted is tried again only by its name.
    const isTolerated = ({ node, state, code }: ReportNode) =>
      state === 'not-wanted' && code !== undefined && code !== 'REJECTED' && nodes.includes(node);
    const failed = report.nodes
      .filter((node) => node.state === 'failed' || node.state === 'skipped' || isTolerated(node))
      .map(({ node }) => node);
    const wanted = nodes.length === 0 ? failed : failed.filter((node) => nodes.includes(node));
    if (wanted.length === 0) await refuseWhileRetried(store, entry);
    const retried = await retriedOf(store, seen, report);
    return { ...asStarted(shell, store, seen, flags), failed: wanted, retried };
  }
  const request: RetryRequest = nodes.length === 0 ? {} : { nodes };
  await client.workflow.getHandle(entry.workflowId).signal(SIGNAL_RETRY, request);
  return followRun({ shell, client, store, entry, speed, json: flags.json ?? false });
}

/** Typed twice at once: what failed here is being made by the run of the other. Refuses (75). */
async function refuseWhileRetried(store: ProjectStore, { pipeline, n }: RunEntry): Promise<void> {
  const latest = await latestStarted(store, pipeline);
  if (latest === undefined || latest.n <= n || latest.ended !== undefined) return;
  throw new Refusal(75, `${pipeline}#${latest.n} came after ${pipeline}#${n}`, `follow it: dailies watch ${pipeline}`);
}

/** What the budget of a run has still to cover: what it has spent and reserved counts for its retries, too. */
async function retriedOf(store: ProjectStore, { entry, plan }: SeenRun, { money }: Report): Promise<Ended['retried']> {
  const limit = (await store.decisions.get(entry.decisions))?.limit;
  return { maxCost: limit === plan.budget?.limit ? undefined : limit, spent: money.spent + money.reserved };
}
