import type { Judgement } from '../results.ts';
import { judgeEdges } from '../results.ts';
import { enter, isLocal } from './board.ts';
import { skipsForBudget } from './budget.ts';
import { askCondition } from './condition.ts';
import { endedEdges } from './edges.ts';
import { judgePick } from './pick.ts';
import type { Run } from './run.ts';
import { isStopped } from './siblings.ts';

/** Judges every node whose edges changed, and those that follow from it (language: Results). */
export function judgeDue(run: Run): void {
  for (let node = run.due.pop(); node !== undefined; node = run.due.pop()) {
    if (isDecided(run, node)) continue;
    if (run.skeleton.actions[node] === 'f' && !isConditional(run, node)) fetchBack(run, node);
    else if ((run.graph.open[node] ?? 0) > 0) holdBack(run, node);
    else if (run.states[node] === 'w') judge(run, node);
  }
}

/** It is made, or what is made of it counts, only if its `if` holds. */
export function isConditional(run: Run, node: number): boolean {
  return run.skeleton.conditions?.[node] !== undefined;
}

/** What is kept as it is, or is no part of this run, stays so whatever becomes of what it refers to. */
function isDecided(run: Run, node: number): boolean {
  const action = run.skeleton.actions[node];
  return action === 'l' || (action === 'k' && run.skeleton.kinds[node] !== 'pick' && !isConditional(run, node));
}

/** A file that was made already needs nothing above it. */
function fetchBack(run: Run, node: number): void {
  if (run.states[node] === 'w') makeReady(run, node);
}

/** Something that it needs is under way again: whatever was concluded from its end is taken back. */
function holdBack(run: Run, node: number): void {
  if (run.states[node] === 'w') return;
  run.out.delete(node);
  delete run.state.deadlines[node];
  enter(run, node, 'w');
}

function judge(run: Run, node: number): void {
  if (run.state.cancelled !== 'no') enter(run, node, 'c', 'CANCELLED');
  else conclude(run, node, judgeEdges(endedEdges(run, node), run.skeleton.conditions?.[node]));
}

/** Carries out what follows for a node, all of whose edges have ended. */
export function conclude(run: Run, node: number, judgement: Judgement): void {
  const { kinds, actions } = run.skeleton;
  if (judgement === 'skip') enter(run, node, 'k');
  else if (judgement === 'not-wanted' || isUnpicked(run, node) || isEmptyReel(run, node)) enter(run, node, 'n');
  else if (judgement === 'ask') askCondition(run, node);
  else if (kinds[node] === 'gate' || (actions[node] === 'k' && kinds[node] !== 'pick')) enter(run, node, 'D');
  else if (isStopped(run, node) && actions[node] === 'm') enter(run, node, 'k', 'FAIL_FAST');
  else if (kinds[node] === 'pick') judgePick(run, node);
  else if (skipsForBudget(run) && !isLocal(run, node)) enter(run, node, 'k', 'BUDGET');
  else makeReady(run, node);
}

function isUnpicked(run: Run, node: number): boolean {
  const source = run.skeleton.sources[node];
  if (source?.kind !== 'pick' || source.candidate === undefined) return false;
  return !(run.state.picks[source.pick] ?? []).includes(source.candidate);
}

const NO_VIDEO: ReadonlySet<string | undefined> = new Set(['pick', 'approve', 'gate']);

/** None of the videos that it would join is wanted. */
function isEmptyReel(run: Run, node: number): boolean {
  const { kinds, edges } = run.skeleton;
  if (kinds[node] !== 'concat') return false;
  const videos = (edges[node] ?? []).filter((edge) => !NO_VIDEO.has(kinds[edge.node]));
  return videos.length > 0 && videos.every((edge) => run.states[edge.node] === 'n');
}

/** Nothing holds the node any more: it takes its place in one of the queues. */
export function makeReady(run: Run, node: number): void {
  enter(run, node, 'r');
  if (isLocal(run, node)) run.locals.push(node);
  else run.ready.push(node);
}
