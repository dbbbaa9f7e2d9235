import type { PickOutcome } from '../outcome.ts';
import type { Pick } from '../plan.ts';
import { enter } from './board.ts';
import { fail } from './fail.ts';
import { makeReady } from './judge.ts';
import { putQuestion } from './question.ts';
import type { Run } from './run.ts';

/** All candidates of a pick have ended: it asks, or there is nothing to ask. */
export function judgePick(run: Run, node: number): void {
  const pick = pickOf(run, node);
  const done = doneCandidates(run, node);
  if (pick === undefined) enter(run, node, 'n');
  else if (done.length >= pick.choose && done.length > 0) makeReady(run, node);
  else if (pick.candidates.every((candidate) => run.states[candidate] === 'n')) enter(run, node, 'n');
  else fail(run, node, 'TOO_FEW_CANDIDATES');
}

/** The question is put, or put again; its time counts from the first. */
export function beginAsking(run: Run, node: number): void {
  putQuestion(run, node);
  run.commands.push({ kind: 'ask', node, done: doneCandidates(run, node) });
}

/** An answer that names no candidate that is done is none. */
export function takePick(run: Run, node: number, outcome: PickOutcome): void {
  run.out.delete(node);
  if (run.states[node] !== 'a' || outcome.kind !== 'picked') return;
  const done = doneCandidates(run, node);
  const chosen = outcome.chosen.filter((candidate) => done.includes(candidate));
  if (chosen.length > 0 && chosen.length === outcome.chosen.length) choose(run, node, chosen);
}

function choose(run: Run, node: number, chosen: number[]): void {
  run.state.picks[node] = chosen;
  delete run.state.deadlines[node];
  enter(run, node, 'D');
}

/** Nobody has answered in time: wait on, take the first, or fail, as the step says. */
export function expirePick(run: Run, node: number): void {
  const pick = pickOf(run, node);
  if (pick?.onTimeout === 'first') {
    // Taken by the activity, which writes it down: the next run finds the question answered.
    run.out.add(node);
    run.commands.push({ kind: 'ask', node, done: doneCandidates(run, node), first: pick.choose });
  }
  if (pick?.onTimeout === 'fail') fail(run, node, 'PICK_TIMEOUT');
}

function pickOf(run: Run, node: number): Pick | undefined {
  return run.skeleton.picks[node] ?? undefined;
}

function doneCandidates(run: Run, node: number): number[] {
  return (pickOf(run, node)?.candidates ?? []).filter((candidate) => run.states[candidate] === 'D');
}
