import { timesOfPrice } from '../bill.ts';
import type { FailureCode } from '../failures.ts';
import type { TaskOutcome } from '../outcome.ts';
import { TIMING } from '../timing.ts';
import { enter } from './board.ts';
import { noteOverpaid } from './budget.ts';
import { fail } from './fail.ts';
import { queueFile } from './file.ts';
import { failTask, flightOf, freeSlot, generationOf, land, settle, triesOf } from './flight.ts';
import { pauseFor } from './pause.ts';
import type { Run } from './run.ts';
import type { Flight } from './state.ts';

/** The vendor has accepted the node's task: it is followed to its end. */
export function awaitTask(run: Run, node: number, flight: Flight, task: string, acceptedAtMs: number): void {
  const tries = triesOf(run, node);
  tries.accepted += 1;
  tries.attempt = flight.attempt;
  tries.notSent = 0;
  flight.phase = 'task';
  flight.task = task;
  flight.acceptedAtMs = acceptedAtMs;
  delete flight.untilMs;
  delete flight.quiet;
  run.unsure.delete(node);
  if (run.state.cancelled === 'all') flight.cancel = 'CANCELLED';
  enter(run, node, run.skeleton.counts === 'queued' ? 'q' : 'p');
  wait(run, node, flight);
}

/** Has the task waited for, in the way that the flight stands now. */
export function wait(run: Run, node: number, flight: Flight): void {
  delete flight.parked;
  run.commands.push({
    kind: 'await',
    node,
    generation: generationOf(run, node),
    attempt: flight.attempt,
    task: flight.task ?? '',
    acceptedAtMs: flight.acceptedAtMs ?? run.nowMs,
    timeoutMs: run.skeleton.timeoutMs[node] ?? null,
    late: flight.late ?? false,
    processing: flight.processing ?? false,
    cancel: flight.cancel !== undefined,
  });
}

/** Takes what became of a task. */
export function takeTask(run: Run, node: number, attempt: number, outcome: TaskOutcome): void {
  const flight = flightOf(run, node, attempt, 'task');
  if (flight === undefined) return;
  switch (outcome.kind) {
    case 'completed':
      freeSlot(run, flight);
      noteBill(run, node, outcome.cost);
      settle(run, flight, outcome.cost);
      flight.phase = 'file';
      enter(run, node, 'd');
      queueFile(run, node);
      break;
    case 'processing':
      freeSlot(run, flight);
      flight.processing = true;
      enter(run, node, flight.late ? 'l' : 'p');
      wait(run, node, flight);
      break;
    case 'late':
      flight.late = true;
      enter(run, node, 'l');
      wait(run, node, flight);
      break;
    case 'failed':
      noteBill(run, node, outcome.cost);
      refund(run, flight, outcome.cost);
      failTask(run, node, flight, outcome.code, outcome.again);
      break;
    case 'cancelled':
      noteBill(run, node, outcome.cost);
      refund(run, flight, outcome.cost);
      endCancelled(run, node, flight);
      break;
    case 'unsure':
      follow(run, node, flight, (flight.acceptedAtMs ?? run.nowMs) + TIMING.taskLifeMs, outcome.code);
      break;
    case 'account':
      flight.parked = pauseFor(run, outcome.code);
      break;
    default:
      outcome satisfies never;
  }
}

/** What the vendor names for a task, whatever became of it, against the node's price. */
function noteBill(run: Run, node: number, cost: number | null): void {
  const price = run.skeleton.prices[node] ?? 0;
  if (price > 0 && cost !== null) noteOverpaid(run, timesOfPrice(cost, price));
}

/** The vendor keeps `cost` of what was set aside and gives the rest back. */
function refund(run: Run, flight: Flight, cost: number): void {
  const before = flight.reserved;
  settle(run, flight, cost);
  run.state.money.refunded += Math.max(0, before - (flight.cost ?? 0));
}

function endCancelled(run: Run, node: number, flight: Flight): void {
  const why = flight.cancel;
  land(run, node, flight);
  triesOf(run, node).attempt = flight.attempt + 1;
  if (why === 'BUDGET') enter(run, node, 'k', 'BUDGET');
  else if (why === 'CANCELLED') enter(run, node, 'c', 'CANCELLED');
  else fail(run, node, 'TASK_CANCELLED');
}

/** Perhaps there is a task, perhaps not: slot and price stay reserved while the store is watched for proof. */
export function follow(run: Run, node: number, flight: Flight, untilMs: number, code: FailureCode): void {
  flight.phase = 'unsure';
  flight.untilMs = untilMs;
  run.unsure.add(node);
  enter(run, node, 'u', code);
  resolve(run, node, flight);
}

/** Has the store watched for the claim of an unsure flight. */
export function resolve(run: Run, node: number, flight: Flight): void {
  const { attempt, untilMs = run.nowMs } = flight;
  const quiet = flight.quiet === true ? ({ quiet: true } as const) : {};
  run.commands.push({ kind: 'resolve', node, generation: generationOf(run, node), attempt, untilMs, ...quiet });
}
