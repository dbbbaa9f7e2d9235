import type { ResolutionOutcome } from '../outcome.ts';
import { pauseOf } from '../slots/trouble.ts';
import { flightOf, flyAgain, generationOf, land } from './flight.ts';
import type { Run } from './run.ts';
import type { Flight } from './state.ts';
import { recover } from './submit.ts';
import { awaitTask, resolve } from './task.ts';
import { reckonTwin } from './twin.ts';

/** Takes late proof, a person's decision, or the end of the task's life. */
export function takeResolution(run: Run, node: number, attempt: number, outcome: ResolutionOutcome): void {
  const flight = flightOf(run, node, attempt, 'unsure');
  if (flight === undefined) return;
  switch (outcome.kind) {
    case 'created':
      reckonTwin(run, node, outcome.twin);
      awaitTask(run, node, flight, outcome.task, outcome.acceptedAtMs);
      break;
    case 'not-created':
      flyAgain(run, node, flight, 0);
      break;
    case 'resend':
      sendAgain(run, node, flight);
      break;
    case 'pay-again':
      run.state.generations[node] = Math.max(generationOf(run, node), outcome.generation);
      flight.attempt = 0;
      flyAgain(run, node, flight, 0);
      break;
    case 'expired':
      land(run, node, flight);
      break;
    default:
      outcome satisfies never;
  }
}

/** A same-key resend is a POST like any other: none after a cancel, none while the run or its account is paused. */
function sendAgain(run: Run, node: number, flight: Flight): void {
  const { state } = run;
  const isStopped = state.cancelled !== 'no' || flight.cancel !== undefined;
  if (isStopped || state.paused !== undefined || pauseOf(state.ledger) !== undefined) {
    flight.quiet = true;
    resolve(run, node, flight);
  } else recover(run, node, flight);
}
