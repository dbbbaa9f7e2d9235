import type { ConditionOutcome } from '../outcome.ts';
import { judgeAnswer } from '../results.ts';
import { FILES_AT_ONCE } from '../timing.ts';
import { chosenAbove } from './chosen.ts';
import { endedEdges, seenBy } from './edges.ts';
import { fail } from './fail.ts';
import { conclude } from './judge.ts';
import type { Run } from './run.ts';

/** How far up a condition may refer: a reference, and the pick behind it. */
const CONDITION_DEPTH = 2;

/** The node's `if` must be evaluated: its turn comes. Judged again with the same edges, it is asked once. */
export function askCondition(run: Run, node: number): void {
  if (run.judging.get(node) !== seenBy(run, node)) run.unjudged.push(node);
}

/** Begins waiting evaluations, up to FILES_AT_ONCE; a pause that a store brought about holds them up. */
export function startConditions(run: Run): void {
  while (run.judging.size < FILES_AT_ONCE && run.state.paused === undefined) {
    const node = run.unjudged.shift();
    if (node === undefined) return;
    const seen = seenBy(run, node);
    if (!isPending(run, node) || run.judging.get(node) === seen) continue;
    run.judging.set(node, seen);
    run.commands.push({ kind: 'condition', node, seen, chosen: chosenAbove(run, node, CONDITION_DEPTH) });
  }
}

/** Takes what an `if` came to; an answer about edges that have changed since is none. */
export function takeCondition(run: Run, node: number, seen: string, outcome: ConditionOutcome): void {
  if (run.judging.get(node) !== seen) return;
  run.judging.delete(node);
  if (!isPending(run, node)) return;
  if (seenBy(run, node) !== seen) {
    run.unjudged.push(node);
    return;
  }
  switch (outcome.kind) {
    case 'holds':
    case 'fails':
      conclude(run, node, judgeAnswer(endedEdges(run, node), outcome.kind === 'holds'));
      break;
    case 'broken':
      fail(run, node, 'CONDITION_BROKEN');
      break;
    case 'paused':
      run.state.paused = outcome.code;
      run.unjudged.push(node);
      break;
    default:
      outcome satisfies never;
  }
}

/** Some `if` is still to be evaluated: the run is not at its end. */
export function isJudging(run: Run): boolean {
  return run.judging.size > 0 || run.unjudged.some((node) => isPending(run, node));
}

/** All that the node refers to has ended, and nothing was concluded from it yet. */
export function isPending(run: Run, node: number): boolean {
  return run.states[node] === 'w' && run.graph.open[node] === 0;
}
