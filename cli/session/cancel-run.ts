import { dollars } from '../../plan/quota.ts';
import { SIGNAL_CANCEL } from '../../plan/recorded-names.ts';
import type { CancelRequest, NodeState, RunView } from '../../plan/run-view.ts';
import { applyView, type Progress, realClock, startProgress } from '../live/index.ts';
import { counted } from '../terminal/index.ts';
import { typed } from '../views/index.ts';
import { askProgress } from './find-run.ts';
import { Refusal } from './refusal.ts';
import type { Shell } from './shell.ts';
import type { OpenRun } from './take-up.ts';

/** At the vendor, so perhaps paid. */
const AT_VENDOR: readonly NodeState[] = ['submitting', 'queued', 'rendering', 'late', 'downloading', 'unsure'];
/** Acknowledged means: no attempt is on its way any more. A POST may take its minute. */
const PATIENCE_MS = 130_000;
const LOOK_MS = 250;

/** Cancels, waits until it is acknowledged, and says what is still being paid for. Returns the exit code. */
export async function cancelRun(
  shell: Shell,
  { client, entry, seen }: OpenRun,
  request: { readonly nodes: readonly string[]; readonly finishRunning: boolean },
): Promise<number> {
  const { terminal } = shell;
  const run = `${entry.pipeline}#${entry.n}`;
  if (seen.standing === 'ended') {
    terminal.data(`${run} has ended (${seen.state}); there is nothing to cancel`);
    return 0;
  }
  refuseUnknown(
    request.nodes,
    seen.plan.nodes.map((node) => node.id),
  );
  const signal: CancelRequest = {
    ...(request.nodes.length > 0 ? { nodes: request.nodes } : {}),
    ...(request.finishRunning ? { finishRunning: true } : {}),
  };
  await client.workflow.getHandle(entry.workflowId).signal(SIGNAL_CANCEL, signal);
  const whole = request.nodes.length === 0;
  const progress = await acknowledged(() => askProgress(client, entry, 0), startProgress(seen.plan), whole);
  terminal.data(`${whole ? run : request.nodes.join(', ')} is cancelled: nothing more is submitted`);
  terminal.data(stillPaid(progress, request.nodes));
  terminal.data(`what renders comes in by itself: ${typed('dailies status', { run, realm: entry.realm })}`);
  return 0;
}

async function acknowledged(look: () => Promise<RunView>, empty: Progress, whole: boolean): Promise<Progress> {
  const endMs = realClock.nowMs() + PATIENCE_MS;
  for (;;) {
    const view = await look();
    if (view.over || ((view.cancelled || !whole) && (view.sending ?? 0) === 0)) return applyView(empty, view).progress;
    if (realClock.nowMs() > endMs)
      throw new Refusal(75, 'the cancel was not acknowledged yet', 'dailies status shows when it is');
    await realClock.wait(LOOK_MS, new AbortController().signal);
  }
}

function stillPaid(progress: Progress, nodes: readonly string[]): string {
  const paid = progress.plan.nodes.filter((node, at) => {
    const state = progress.nodes[at]?.state;
    return state !== undefined && AT_VENDOR.includes(state) && (nodes.length === 0 || nodes.includes(node.id));
  });
  if (paid.length === 0) return 'nothing is being paid for any more';
  const sum = paid.reduce((total, node) => total + node.price, 0);
  const names = paid
    .slice(0, 8)
    .map((node) => node.id)
    .join(', ');
  return `still being paid for, at most ${dollars(sum)}: ${counted(paid.length, 'node')} (${names}${paid.length > 8 ? ', …' : ''})`;
}

function refuseUnknown(wanted: readonly string[], known: readonly string[]): void {
  const unknown = wanted.find((node) => !known.includes(node));
  if (unknown !== undefined)
    throw new Refusal(64, `there is no node "${unknown}" in this run`, 'dailies status lists them');
}
