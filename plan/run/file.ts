import type { FailureCode } from '../failures.ts';
import type { FileOutcome } from '../outcome.ts';
import { FILES_AT_ONCE } from '../timing.ts';
import { beginApproval } from './approve.ts';
import { enter, isLocal } from './board.ts';
import { noteOverpaid } from './budget.ts';
import { nodeOfFlight, spend } from './cap.ts';
import { chosenAbove } from './chosen.ts';
import { unwantedAbove } from './edges.ts';
import { fail } from './fail.ts';
import { failTask, flightOf, generationOf, isMoney, land } from './flight.ts';
import { fullGroup, releaseWaiting } from './group.ts';
import { pauseFor } from './pause.ts';
import { beginAsking } from './pick.ts';
import { takePlaces } from './places.ts';
import type { Run } from './run.ts';
import type { Flight } from './state.ts';
import { endTwin } from './twin.ts';

/** A film may depend on picks at any distance above it. */
const FILM_DEPTH = 1_000;

/** The file of a completed task is to be fetched: its link will end, so it goes before local work. */
export function queueFile(run: Run, node: number): void {
  run.files.push(node);
}

/** Begins waiting work on files and questions, up to FILES_AT_ONCE; submits do not wait for it. */
export function startFiles(run: Run): void {
  releaseWaiting(run);
  while (run.out.size < FILES_AT_ONCE) {
    const paid = takeOldest(run);
    const node = paid ?? run.locals.shift();
    if (node === undefined) return;
    // A question may be put again while it is out: the first reading may have been too early.
    if (run.out.has(node) && run.states[node] !== 'a') continue;
    if (paid !== undefined) {
      startDownload(run, node);
      continue;
    }
    const full = run.skeleton.actions[node] === 'm' ? fullGroup(run, node) : undefined;
    if (full === undefined) startLocal(run, node);
    else full.waitingLocals.push(node);
  }
}

/** The task that was accepted first: its link ends first. */
function takeOldest(run: Run): number | undefined {
  const acceptedAtMs = (node: number) => run.state.flights[node]?.acceptedAtMs ?? run.nowMs;
  const at = run.files.reduce((best, node, at) => {
    const oldest = run.files[best];
    return oldest !== undefined && acceptedAtMs(oldest) <= acceptedAtMs(node) ? best : at;
  }, 0);
  return run.files.splice(at, 1)[0];
}

function startDownload(run: Run, node: number): void {
  const flight = run.state.flights[node];
  if (flight?.phase !== 'file') return;
  run.out.add(node);
  delete flight.parked;
  const { attempt, task = '' } = flight;
  run.commands.push({ kind: 'download', node, generation: generationOf(run, node), attempt, task });
}

/** A node that is ready or whose question stands; a carried one may be in the middle of its work. */
function startLocal(run: Run, node: number): void {
  const state = run.states[node];
  if (!isLocal(run, node) || (state !== 'r' && state !== 'd' && state !== 'a')) return;
  if (run.skeleton.actions[node] === 'm') takePlaces(run, node);
  const kind = run.skeleton.kinds[node];
  if (kind === 'pick') {
    beginAsking(run, node);
    return;
  }
  if (kind === 'approve') {
    beginApproval(run, node);
    return;
  }
  run.out.add(node);
  enter(run, node, 'd');
  const generation = generationOf(run, node);
  if (run.skeleton.actions[node] === 'f') run.commands.push({ kind: 'restore', node, generation, attempt: 1 });
  else if (kind === 'fetch') run.commands.push({ kind: 'fetch', node, generation, attempt: 1 });
  else {
    const chosen = chosenAbove(run, node, FILM_DEPTH);
    run.commands.push({ kind: 'concat', node, generation, attempt: 1, chosen, ...unwantedAbove(run, node) });
  }
}

/** Takes what became of a file. */
export function takeFile(run: Run, node: number, attempt: number, outcome: FileOutcome): void {
  if (!run.out.has(node)) return;
  const flight = flightOf(run, node, attempt, 'file');
  if (flight === undefined && !(isLocal(run, node) && run.states[node] === 'd')) return;
  run.out.delete(node);
  switch (outcome.kind) {
    case 'saved':
      if (flight !== undefined) {
        correctCost(run, flight, outcome.cost);
        land(run, node, flight);
      }
      noteOverpaid(run, outcome.overpaid ?? 1);
      if (outcome.second) endTwin(run, node);
      enter(run, node, 'D');
      delete run.state.tries[node];
      break;
    case 'blocked':
      // It is paid and counted: whoever wakes the run has its file asked for again, and nothing else.
      if (flight !== undefined) flight.parked = true;
      enter(run, node, 'b', outcome.code);
      break;
    case 'failed':
      takeFailure(run, node, flight, outcome);
      break;
    case 'paused':
      park(run, node, flight, outcome.code);
      break;
    default:
      outcome satisfies never;
  }
}

function park(run: Run, node: number, flight: Flight | undefined, code: FailureCode): void {
  const parked = pauseFor(run, code);
  if (flight !== undefined) flight.parked = parked;
  else enter(run, node, 'r', code);
}

function takeFailure(
  run: Run,
  node: number,
  flight: Flight | undefined,
  outcome: Extract<FileOutcome, { kind: 'failed' }>,
): void {
  if (flight === undefined) {
    fail(run, node, outcome.code);
    return;
  }
  const refunded = (flight.cost ?? 0) - outcome.cost;
  correctCost(run, flight, outcome.cost);
  run.state.money.refunded += Math.max(0, refunded);
  failTask(run, node, flight, outcome.code, outcome.again);
}

/** The record knows the cost better than the estimate that was counted when the task ended. */
function correctCost(run: Run, flight: Flight, cost: number): void {
  if (!isMoney(cost)) return;
  spend(run, nodeOfFlight(run, flight), cost - (flight.cost ?? 0));
  flight.cost = cost;
}
