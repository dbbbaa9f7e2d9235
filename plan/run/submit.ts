import type { SubmitOutcome } from '../outcome.ts';
import { heldBy, refuseSlot } from '../slots/ledger.ts';
import { isTrouble, pauseOf } from '../slots/trouble.ts';
import { pauseMs, TIMING } from '../timing.ts';
import { enter } from './board.ts';
import { exceedBudget, fitsBudget, skipsForBudget } from './budget.ts';
import { cancelRun, stopTasks } from './cancel.ts';
import { fullCap, skipBeyond } from './cap.ts';
import { chosenAbove } from './chosen.ts';
import { unwantedAbove } from './edges.ts';
import { fail } from './fail.ts';
import { flightOf, flyAgain, generationOf, land, release, reserve, triesOf } from './flight.ts';
import { fullGroup, releaseWaiting, startableReady } from './group.ts';
import { pauseFor } from './pause.ts';
import { takePlaces } from './places.ts';
import type { Run } from './run.ts';
import type { Flight } from './state.ts';
import { awaitTask, follow } from './task.ts';
import { reckonTwin } from './twin.ts';

/** How far up a request may refer: a reference, and the pick behind it. */
const REQUEST_DEPTH = 2;

/** Submits ready nodes while there are slots and money for them. */
export function startSubmits(run: Run): void {
  while (maySubmit(run)) {
    const node = nextReady(run);
    if (node === undefined) return;
    const cap = fullCap(run, node);
    if (cap !== undefined) {
      skipBeyond(run, cap);
      continue;
    }
    if (!fitsBudget(run, node)) {
      if (exceedBudget(run)) stopTasks(run, 'BUDGET');
      return;
    }
    run.state.exceeded = false;
    if (run.used >= heldBy(run.state.ledger)) return;
    run.ready.pop();
    submit(run, node);
  }
}

/** How many nodes could be submitted at once if there were slots. */
export function startable(run: Run): number {
  const next = maySubmit(run) ? nextReady(run) : undefined;
  if (next === undefined || !fitsBudget(run, next)) return 0;
  return startableReady(run, run.state.ledger.limit - run.used);
}

function maySubmit(run: Run): boolean {
  const { state } = run;
  if (run.holding || state.cancelled !== 'no' || state.paused !== undefined) return false;
  if (pauseOf(state.ledger) !== undefined) return false;
  return state.holdUntilMs <= run.nowMs && !skipsForBudget(run);
}

function nextReady(run: Run): number | undefined {
  releaseWaiting(run);
  for (;;) {
    const node = run.ready.peek();
    // What one step let go another one may keep: those behind it have their turn.
    if (node === undefined && releaseWaiting(run)) continue;
    if (node === undefined) return undefined;
    const isDue = run.states[node] === 'r' && run.state.delayed[node] === undefined;
    const full = isDue ? fullGroup(run, node) : undefined;
    if (isDue && full === undefined) return node;
    run.ready.pop();
    full?.waiting.push(node);
  }
}

function submit(run: Run, node: number): void {
  const flight: Flight = { phase: 'submit', attempt: triesOf(run, node).attempt, reserved: 0, slot: true };
  run.state.flights[node] = flight;
  takePlaces(run, node);
  run.used += 1;
  reserve(run, flight, run.skeleton.prices[node] ?? 0);
  enter(run, node, 's');
  send(run, node, flight, 'submit');
}

function send(run: Run, node: number, flight: Flight, kind: 'submit' | 'recover'): void {
  run.vital += 1;
  const chosen = chosenAbove(run, node, REQUEST_DEPTH);
  const generation = generationOf(run, node);
  run.commands.push({ kind, node, generation, attempt: flight.attempt, chosen, ...unwantedAbove(run, node) });
}

/** Nobody knows how far the submit came: the store is asked. While the execution is held, the next one asks. */
export function recover(run: Run, node: number, flight: Flight): void {
  flight.phase = 'recover';
  if (!run.holding) send(run, node, flight, 'recover');
}

/** The submit's answer is lost. */
export function loseSubmit(run: Run, node: number, attempt: number): void {
  const flight = flightOf(run, node, attempt, 'submit');
  if (flight === undefined) return;
  run.vital -= 1;
  recover(run, node, flight);
}

/** Takes what became of a submit or of its recovery. */
export function takeSubmit(run: Run, node: number, attempt: number, outcome: SubmitOutcome): void {
  const flight = flightOf(run, node, attempt, 'submit', 'recover');
  if (flight === undefined) return;
  run.vital -= 1;
  flight.attempt = Math.max(1, outcome.attempt);
  if (outcome.generation > generationOf(run, node)) run.state.generations[node] = outcome.generation;
  const { state } = run;
  switch (outcome.kind) {
    case 'created':
      state.unreachable = 0;
      reserve(run, flight, outcome.reserved);
      reckonTwin(run, node, outcome.twin);
      awaitTask(run, node, flight, outcome.task, outcome.acceptedAtMs);
      break;
    case 'made':
      land(run, node, flight);
      delete state.tries[node];
      enter(run, node, 'D');
      break;
    case 'refused':
      if (isTrouble(outcome.code)) {
        pauseFor(run, outcome.code, { untilMs: outcome.untilMs });
        flyAgain(run, node, flight, 0);
      } else takeRefusal(run, node, flight, outcome.untilMs);
      break;
    case 'not-sent':
      takeNotSent(run, node, flight, outcome.code === 'VENDOR_UNREACHABLE');
      break;
    case 'rejected':
      land(run, node, flight);
      fail(run, node, outcome.code);
      break;
    case 'account':
      pauseFor(run, outcome.code, { needs: run.skeleton.prices[node] ?? 0 });
      flyAgain(run, node, flight, 0);
      break;
    case 'blocked':
      triesOf(run, node).attempt = flight.attempt + 1;
      land(run, node, flight);
      enter(run, node, 'b', outcome.code);
      break;
    case 'unsure':
      reserve(run, flight, outcome.reserved);
      follow(run, node, flight, outcome.untilMs, 'UNSURE');
      break;
    case 'closed':
      flyAgain(run, node, flight, 0);
      cancelRun(run, 'finish-running', 'RUN_CLOSED');
      break;
    default:
      outcome satisfies never;
  }
}

/** The cap is full at the vendor: the slot goes back, the account hears of it, the node rests. */
function takeRefusal(run: Run, node: number, flight: Flight, untilMs: number): void {
  const least = TIMING.refusedLeastMs / run.who.speed;
  const rest = Math.min(TIMING.refusedMostMs, Math.max(least, untilMs - run.nowMs));
  release(run, flight);
  flight.slot = false;
  run.used -= 1;
  refuseSlot(run.state.ledger, run.nowMs + Math.ceil(rest));
  flyAgain(run, node, flight, rest);
}

/** Proven not sent: again, not counted. One that was voided goes at once; an unreachable vendor holds up all. */
function takeNotSent(run: Run, node: number, flight: Flight, unreachable: boolean): void {
  const tries = triesOf(run, node);
  const { notSentFirstMs, notSentMostMs } = TIMING;
  const pause = (times: number) => pauseMs(notSentFirstMs, notSentMostMs, times, run.who.speed);
  if (unreachable) {
    run.state.holdUntilMs = Math.max(run.state.holdUntilMs, run.nowMs + pause(run.state.unreachable));
    run.state.unreachable += 1;
    flyAgain(run, node, flight, 0);
    return;
  }
  tries.notSent += 1;
  flyAgain(run, node, flight, tries.notSent === 1 ? 0 : pause(tries.notSent - 2));
}
