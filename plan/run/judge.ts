import { enter, isEnded, isLocal } from './board.ts';
import { skipsForBudget } from './budget.ts';
import { judgePick } from './pick.ts';
import type { Run } from './run.ts';

/** Judges every node whose edges changed, and those that follow from it (language: Results). */
export function judgeDue(run: Run): void {
  for (let node = run.due.pop(); node !== undefined; node = run.due.pop()) {
    if (isDecided(run, node)) continue;
    if (run.skeleton.actions[node] === 'f') fetchBack(run, node);
    else if ((run.graph.open[node] ?? 0) > 0) holdBack(run, node);
    else if (run.states[node] === 'w') judge(run, node);
  }
}

/** What is kept as it is, or is no part of this run, stays so whatever becomes of what it refers to. */
function isDecided(run: Run, node: number): boolean {
  const action = run.skeleton.actions[node];
  return action === 'l' || (action === 'k' && run.skeleton.kinds[node] !== 'pick');
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
  else if (run.skeleton.kinds[node] === 'pick') judgePick(run, node);
  else if (hasEdge(run, node, isFailing)) enter(run, node, 'k');
  else if (hasEdge(run, node, isUnwanted) || isUnpicked(run, node)) enter(run, node, 'n');
  else if (skipsForBudget(run) && !isLocal(run, node)) enter(run, node, 'k', 'BUDGET');
  else makeReady(run, node);
}

type EdgeTest = (run: Run, target: number, kind: 'direct' | 'needs' | 'candidate') => boolean;

function hasEdge(run: Run, node: number, test: EdgeTest): boolean {
  return (run.skeleton.edges[node] ?? []).some((edge) => test(run, edge.node, edge.kind));
}

/** A failed, skipped or cancelled edge skips the node. */
function isFailing(run: Run, target: number): boolean {
  const state = run.states[target];
  return isEnded(state) && state !== 'D' && state !== 'n';
}

/** Direct references need a node that is done; `needs` and `*` accept one that is not wanted. */
function isUnwanted(run: Run, target: number, kind: 'direct' | 'needs' | 'candidate'): boolean {
  return kind === 'direct' && run.states[target] === 'n';
}

function isUnpicked(run: Run, node: number): boolean {
  const source = run.skeleton.sources[node];
  if (source?.kind !== 'pick' || source.candidate === undefined) return false;
  return !(run.state.picks[source.pick] ?? []).includes(source.candidate);
}

/** Nothing holds the node any more: it takes its place in one of the queues. */
export function makeReady(run: Run, node: number): void {
  enter(run, node, 'r');
  if (isLocal(run, node)) run.locals.push(node);
  else run.ready.push(node);
}
