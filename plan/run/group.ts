import { isLocal } from './board.ts';
import { countsUses, hasPlace, leavePlaces, placesIn } from './places.ts';
import type { Run } from './run.ts';
import { type Group, isIn, unitOf } from './unit.ts';

/** The step of which as many units are at work as `max-parallel` allows, the node's own not among them; or none. */
export function fullGroup(run: Run, node: number): Group | undefined {
  return run.groupsOf[node]?.find((group) => !hasPlace(run, group, node) && roomIn(run, group) <= 0);
}

/**
 * Hands ready nodes back to the queues of which their steps kept them, as many as there is room for; true if some of
 * them need slots.
 */
export function releaseWaiting(run: Run): boolean {
  leavePlaces(run);
  let released = 0;
  for (const group of run.groups) {
    if (group.waiting.peek() !== undefined) released += releaseFrom(run, group, roomIn(run, group));
    if (group.waitingLocals.length > 0 && roomIn(run, group) > 0) run.locals.push(...group.waitingLocals.splice(0));
  }
  return released > 0;
}

function releaseFrom(run: Run, group: Group, room: number): number {
  let released = 0;
  const begun = new Set<number>();
  for (let node = group.waiting.peek(); node !== undefined; node = group.waiting.peek()) {
    const isDue = run.states[node] === 'r' && run.state.delayed[node] === undefined;
    const goesOn = hasPlace(run, group, node) || (countsUses(group) && begun.has(unitOf(group, node)));
    if (isDue && !goesOn && begun.size >= room) return released;
    group.waiting.pop();
    if (!isDue) continue;
    run.ready.push(node);
    released += 1;
    if (!goesOn) begun.add(unitOf(group, node));
  }
  return released;
}

/** How many ready nodes could be submitted at once with as many slots, no more than `most` where uses are counted. */
export function startableReady(run: Run, most: number): number {
  const resting = Object.keys(run.state.delayed)
    .map(Number)
    .filter((node) => run.states[node] === 'r');
  if (run.groups.some(countsUses)) return startableOneByOne(run, most);
  return Math.max(0, run.readyPaid - resting.length - heldBack(run, resting));
}

/** How many ready nodes `max-parallel` keeps from starting even if there were slots; `resting`: ready, and not yet due. */
function heldBack(run: Run, resting: readonly number[]): number {
  return run.groups.reduce((sum, group) => {
    if (group.maxParallel === undefined) return sum;
    const due = group.ready - resting.filter((node) => isIn(group, node)).length;
    return sum + Math.max(0, due - Math.max(0, roomIn(run, group)));
  }, 0);
}

/** Which ones start decides how many do, as a use brings along all that is ready in it. */
function startableOneByOne(run: Run, most: number): number {
  if (most <= 0) return 0;
  const begun = new Map<Group, Set<number>>();
  const isFree = (group: Group, node: number) => {
    const units = begun.get(group) ?? new Set();
    return hasPlace(run, group, node) || units.has(unitOf(group, node)) || units.size < roomIn(run, group);
  };
  const ready = run.states.flatMap((state, node) => {
    return state === 'r' && !isLocal(run, node) && run.state.delayed[node] === undefined ? node : [];
  });
  ready.sort((a, b) => (run.comesFirst(a, b) ? -1 : 1));
  let count = 0;
  for (const node of ready) {
    const groups = (run.groupsOf[node] ?? []).filter(({ maxParallel }) => maxParallel !== undefined);
    if (!groups.every((group) => isFree(group, node))) continue;
    count += 1;
    if (count >= most) break;
    for (const group of groups) {
      if (hasPlace(run, group, node)) continue;
      begun.set(group, (begun.get(group) ?? new Set()).add(unitOf(group, node)));
    }
  }
  return count;
}

/** How many more units may be at work: nodes at the vendor or on this machine, or uses of a pipeline. */
function roomIn(run: Run, group: Group): number {
  if (group.maxParallel === undefined) return Number.POSITIVE_INFINITY;
  if (group.starts !== undefined) return group.maxParallel - placesIn(run, group);
  let busy = 0;
  for (const [node, { phase }] of Object.entries(run.state.flights)) {
    if (phase !== 'file' && isIn(group, Number(node))) busy += 1;
  }
  for (const node of run.out) if (isIn(group, node) && isLocal(run, node) && run.states[node] === 'd') busy += 1;
  return group.maxParallel - busy;
}
