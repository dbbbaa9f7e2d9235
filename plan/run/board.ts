import type { FailureCode } from '../failures.ts';
import type { NodeStateCode } from '../run-view.ts';
import { NODE_STATES } from '../run-view.ts';
import type { Run } from './run.ts';
import { tally } from './unit.ts';

const CODES: ReadonlyMap<string, NodeStateCode> = new Map(Object.values(NODE_STATES).map((code) => [code, code]));
const ENDED: ReadonlySet<NodeStateCode> = new Set(['D', 'F', 'k', 'n', 'c']);
/** What may be taken up again when something that it waited for turns out not to have ended. */
const REVIVED: ReadonlySet<NodeStateCode> = new Set(['k', 'n', 'r', 'a']);

/** Puts a node into a state, with what went wrong, if anything; marks those that wait for it for judgement. */
export function enter(run: Run, node: number, next: NodeStateCode, code?: FailureCode): void {
  if (code !== undefined) run.state.codes[node] = code;
  else if (run.states[node] !== next) delete run.state.codes[node];
  move(run, node, next);
}

/** `enter` for a state that was carried over: its code stands already. */
export function move(run: Run, node: number, next: NodeStateCode): void {
  const before = run.states[node];
  if (before === undefined || before === next) return;
  run.states[node] = next;
  count(run, node, before, -1);
  count(run, node, next, 1);
  run.state.cursor += 1;
  run.changedAt[node] = run.state.cursor;
  run.sinceMs[node] = run.nowMs;
  if (isEnded(before) !== isEnded(next)) tellDependents(run, node, isEnded(next));
}

function count(run: Run, node: number, state: NodeStateCode, by: 1 | -1): void {
  run.counts.set(state, (run.counts.get(state) ?? 0) + by);
  const isReady = state === 'r' && !isLocal(run, node);
  if (isReady) run.readyPaid += by;
  for (const group of run.groupsOf[node] ?? []) {
    if (isReady) group.ready += by;
    tally(group, node, state, by);
  }
}

function tellDependents(run: Run, node: number, ended: boolean): void {
  for (const dependent of run.graph.dependents[node] ?? []) {
    run.graph.open[dependent] = (run.graph.open[dependent] ?? 0) + (ended ? -1 : 1);
    if (ended || mayRevive(run, dependent)) run.due.push(dependent);
  }
}

function mayRevive(run: Run, node: number): boolean {
  const state = run.states[node];
  if (state === undefined || run.skeleton.actions[node] === 'l') return false;
  return REVIVED.has(state) || run.state.codes[node] === 'TOO_FEW_CANDIDATES';
}

/** done, failed, skipped, not-wanted, cancelled; unsure and blocked hold what depends on them. */
export function isEnded(state: NodeStateCode | undefined): boolean {
  return state !== undefined && ENDED.has(state);
}

/** Needs neither slot nor money: a question, a join, a file that is fetched back. */
export function isLocal(run: Run, node: number): boolean {
  const kind = run.skeleton.kinds[node];
  return (
    isQuestion(run, node) ||
    kind === 'concat' ||
    kind === 'fetch' ||
    kind === 'gate' ||
    run.skeleton.actions[node] === 'f'
  );
}

/** A person answers it. */
export function isQuestion(run: Run, node: number): boolean {
  const kind = run.skeleton.kinds[node];
  return kind === 'pick' || kind === 'approve';
}

/** How many nodes are in any of the states. */
export function countOf(run: Run, ...states: readonly NodeStateCode[]): number {
  return states.reduce((sum, state) => sum + (run.counts.get(state) ?? 0), 0);
}

/** A character of a carried state; one that is unknown waits. */
export function readCode(text: string | undefined): NodeStateCode {
  return CODES.get(text ?? '') ?? 'w';
}
