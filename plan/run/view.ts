import type { FailureCode } from '../failures.ts';
import type { NodeChange, NodeState, ProgressQuery, RunResult, RunView } from '../run-view.ts';
import { NODE_STATES } from '../run-view.ts';
import { heldBy } from '../slots/ledger.ts';
import { pauseOf } from '../slots/trouble.ts';
import { limitOf } from './budget.ts';
import { isConditional } from './judge.ts';
import { hasHardFailure } from './lenient.ts';
import type { Run } from './run.ts';
import { askAgainAtMs } from './talk.ts';

/** One answer holds at most this many changes, so that it stays far below Temporal's 2 MB; the next begins behind it. */
const CHANGES_AT_ONCE = 4_000;

/** Totals, and what changed since the cursor. After a continue-as-new everything counts as changed. */
export function viewRun(run: Run, query: ProgressQuery): RunView {
  const { state, skeleton } = run;
  const changes = changesSince(run, query.since);
  const isCut = changes.length === CHANGES_AT_ONCE;
  const last = changes.at(-1);
  const { ledger } = state;
  const paused = pausedBy(run);
  const { untilMs } = pauseOf(ledger) ?? {};
  const parked = Object.entries(state.flights).filter(
    ([node, flight]) => flight.parked && run.states[Number(node)] !== 'b',
  ).length;
  return {
    cursor: isCut && last !== undefined ? (run.changedAt[last.node] ?? state.cursor) : state.cursor,
    total: skeleton.total,
    loaded: true,
    counts: countsOf(run),
    current: currentOf(run),
    changes,
    ...(isCut ? { more: true } : {}),
    money: { ...state.money, limit: limitOf(run) },
    slots: {
      held: heldBy(ledger),
      used: run.used,
      limit: ledger.epoch === '' ? 0 : ledger.limit,
      waiting: ledger.waiting,
      ...(ledger.refusing ? { refusing: true } : {}),
    },
    ...(paused === undefined ? {} : { paused }),
    ...(run.state.paused === undefined && untilMs !== undefined ? { pausedUntilMs: untilMs } : {}),
    ...(state.unreachable === 0 ? {} : { unreachable: state.unreachable }),
    ...(parked === 0 ? {} : { parked }),
    ...sendingOf(run),
    cancelled: state.cancelled !== 'no',
    startedMs: state.startedMs,
    over: state.phase === 'over',
  };
}

function sendingOf({ state }: Run): { readonly sending?: number } {
  const sending = Object.values(state.flights).filter(({ phase }) => phase === 'submit' || phase === 'recover').length;
  return sending === 0 ? {} : { sending };
}

function pausedBy(run: Run): FailureCode | undefined {
  if (run.state.paused !== undefined) return run.state.paused;
  const pause = pauseOf(run.state.ledger);
  if (pause !== undefined) return pause.code;
  // A run that was cancelled sends nothing for whatever budget.
  return run.state.exceeded && run.state.cancelled === 'no' ? 'BUDGET' : undefined;
}

function changesSince(run: Run, since: number): NodeChange[] {
  const nodes = run.changedAt.flatMap((at, node) => (at > since ? [node] : []));
  nodes.sort((a, b) => (run.changedAt[a] ?? 0) - (run.changedAt[b] ?? 0));
  return nodes.slice(0, CHANGES_AT_ONCE).flatMap((node) => {
    const state = run.states[node];
    if (state === undefined) return [];
    const code = run.state.codes[node];
    const flight = run.state.flights[node];
    const attempt = flight?.attempt ?? run.state.tries[node]?.attempt;
    return {
      node,
      state,
      ...(flight?.task === undefined ? {} : { task: flight.task }),
      ...(code === undefined ? {} : { code }),
      ...(attempt === undefined ? {} : { attempt }),
      atMs: run.sinceMs[node] ?? run.state.startedMs,
    };
  });
}

function countsOf(run: Run): { readonly [state in NodeState]?: number } {
  const counts: { [state in NodeState]?: number } = {};
  let state: NodeState;
  for (state in NODE_STATES) {
    const count = run.counts.get(NODE_STATES[state]) ?? 0;
    if (count > 0) counts[state] = count;
  }
  return counts;
}

function currentOf(run: Run): number {
  let current = 0;
  for (let node = 0; node < run.skeleton.total; node += 1) {
    // What is kept counts where its `if` holds.
    const isHeld = !isConditional(run, node) || run.states[node] === 'D';
    if (run.skeleton.actions[node] === 'k' && isHeld) current += 1;
  }
  return current;
}

/** How the run ended: the worst that stands in it. */
export function resultOf(run: Run): RunResult {
  const { planned, spent, refunded, reserved } = run.state.money;
  return {
    state: worstOf(run),
    counts: countsOf(run),
    current: currentOf(run),
    money: { planned, spent, refunded, reserved },
  };
}

function worstOf(run: Run): RunResult['state'] {
  const has = (state: NodeState) => (run.counts.get(NODE_STATES[state]) ?? 0) > 0;
  if (has('unsure')) return 'unsure';
  if (run.state.exceeded || run.state.fullCaps !== undefined) return 'over-budget';
  if (run.state.cancelled !== 'no') return 'cancelled';
  if (hasHardFailure(run)) return 'failed';
  if (has('blocked')) return 'blocked';
  return has('cancelled') ? 'cancelled' : 'done';
}

/** When the run must look again without being asked, ms since the epoch; undefined: never. */
export function alarmMs(run: Run): number | undefined {
  const { state } = run;
  const times = [run.soonestMs, state.holdUntilMs, askAgainAtMs(run)];
  if (state.lingerUntilMs !== undefined) times.push(state.lingerUntilMs);
  const ahead = times.filter((at) => at > run.nowMs && Number.isFinite(at));
  return ahead.length === 0 || state.phase === 'over' ? undefined : Math.ceil(Math.min(...ahead));
}
