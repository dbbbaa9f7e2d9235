import type { ProgressQuery, RunResult, RunView } from '../run-view.ts';
import type { Skeleton } from '../skeleton.ts';
import { goOn, takeBreak, takeRetry, takeUp, takeWake } from './again.ts';
import { takeApproval } from './approve.ts';
import { takeCancel } from './cancel.ts';
import { startConditions, takeCondition } from './condition.ts';
import { moveToEnd, takeRecheck, takeSaved } from './ending.ts';
import type { RunCommand, RunEvent } from './events.ts';
import { startFiles, takeFile } from './file.ts';
import { judgeDue } from './judge.ts';
import { takeWord } from './pause.ts';
import { takePick } from './pick.ts';
import { takeResolution } from './resolution.ts';
import { endRests } from './rest.ts';
import type { Run, RunIdentity } from './run.ts';
import { carriedState, openRun } from './run.ts';
import { startRun } from './start.ts';
import type { RunState } from './state.ts';
import { loseSubmit, startSubmits, takeSubmit } from './submit.ts';
import { takeEnsured, takeSaid, talk } from './talk.ts';
import { takeTask } from './task.ts';
import { forgetTwins } from './twin.ts';
import { alarmMs, resultOf, viewRun } from './view.ts';

/** A run as a machine: events in, commands out; everything that can be decided without I/O is decided here. */
export type RunMachine = {
  /** Total: never throws; an answer that nobody waits for changes nothing. */
  readonly apply: (event: RunEvent, nowMs: number) => RunCommand[];
  /** The whole state as plain JSON: another machine with the same skeleton goes on from it. */
  readonly carry: () => RunState;
  /** When a `tick` is needed, ms since the epoch. */
  readonly alarmMs: () => number | undefined;
  /** No submit, recovery or signal is under way: the execution may end here. */
  readonly isQuiet: () => boolean;
  readonly isOver: () => boolean;
  readonly view: (query: ProgressQuery) => RunView;
  readonly result: () => RunResult;
};

/** Puts together the machine of a run; `state` is a new one or what another machine carried. */
export function runMachine(skeleton: Skeleton, who: RunIdentity, state: RunState): RunMachine {
  const run = openRun(skeleton, who, state);
  return {
    apply: (event, nowMs) => applyToRun(run, event, nowMs),
    carry: () => carriedState(run),
    alarmMs: () => alarmMs(run),
    isQuiet: () => run.vital === 0 && run.state.talk === 'idle' && run.state.phase !== 'over',
    isOver: () => run.state.phase === 'over',
    view: (query) => viewRun(run, query),
    result: () => resultOf(run),
  };
}

function applyToRun(run: Run, event: RunEvent, nowMs: number): RunCommand[] {
  run.nowMs = Math.max(run.nowMs, nowMs);
  run.commands = [];
  if (run.state.phase === 'bye' || run.state.phase === 'over') takeLast(run, event);
  else take(run, event);
  forgetTwins(run);
  endRests(run, takeUp);
  judgeDue(run);
  startSubmits(run);
  judgeDue(run);
  startConditions(run);
  startFiles(run);
  moveToEnd(run);
  talk(run);
  return run.commands;
}

/** The record is written: only the farewell is left. */
function takeLast(run: Run, event: RunEvent): void {
  if (event.kind === 'said') takeSaid(run, event.ok);
  else if (event.kind === 'ensured') takeEnsured(run);
  else if (event.kind === 'start') startRun(run);
  else if (event.kind === 'hold') run.holding = true;
}

function take(run: Run, event: RunEvent): void {
  switch (event.kind) {
    case 'start':
      startRun(run);
      break;
    case 'lease':
      if (takeWord(run, event.lease)) goOn(run);
      break;
    case 'submitted':
      takeSubmit(run, event.node, event.attempt, event.outcome);
      break;
    case 'submit-lost':
      loseSubmit(run, event.node, event.attempt);
      break;
    case 'task':
      takeTask(run, event.node, event.attempt, event.outcome);
      break;
    case 'resolved':
      takeResolution(run, event.node, event.attempt, event.outcome);
      break;
    case 'file':
      takeFile(run, event.node, event.attempt, event.outcome);
      break;
    case 'pick':
      takePick(run, event.node, event.outcome);
      break;
    case 'approval':
      takeApproval(run, event.node, event.outcome);
      break;
    case 'condition':
      takeCondition(run, event.node, event.seen, event.outcome);
      break;
    case 'broke':
      takeBreak(run, event.node, event.attempt, event.what);
      break;
    case 'rechecked':
      takeRecheck(run, event.completed);
      break;
    case 'record-saved':
      takeSaved(run);
      break;
    case 'said':
      takeSaid(run, event.ok);
      break;
    case 'ensured':
      takeEnsured(run);
      break;
    case 'cancel':
      takeCancel(run, event.request);
      break;
    case 'wake':
      takeWake(run, event.request);
      break;
    case 'retry':
      takeRetry(run, event.request);
      break;
    case 'hold':
      run.holding = true;
      break;
    case 'tick':
      break;
    default:
      event satisfies never;
  }
}
