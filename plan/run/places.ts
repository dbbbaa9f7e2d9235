import { isLocal } from './board.ts';
import { isPending } from './condition.ts';
import type { Run } from './run.ts';
import { type Group, isIn, rangeOf, unitOf } from './unit.ts';

/**
 * `max-parallel` of a step that uses a pipeline counts uses: one takes a place with the first node that it begins, and
 * gives it back when nothing in it is at work or ready, so that one that waits for another never holds it up.
 */
export function takePlaces(run: Run, node: number): void {
  for (const group of run.groupsOf[node] ?? []) {
    if (!countsUses(group) || hasPlace(run, group, node)) continue;
    const places = run.state.places ?? {};
    places[group.at] = [...(places[group.at] ?? []), unitOf(group, node)];
    run.state.places = places;
    // Whatever else of it is ready need not wait any more.
    const { from, to } = rangeOf(group, unitOf(group, node));
    for (let other = from; other < to; other += 1) {
      const isDue = run.states[other] === 'r' && run.state.delayed[other] === undefined;
      if (other !== node && isDue && !isLocal(run, other)) run.ready.push(other);
    }
    const locals = group.waitingLocals.splice(0);
    for (const local of locals) (isIn({ from, to }, local) ? run.locals : group.waitingLocals).push(local);
  }
}

/** Gives back the places of uses in which nothing is at work. */
export function leavePlaces(run: Run): void {
  for (const [at, units] of Object.entries(run.state.places ?? {})) {
    const group = run.groups[Number(at)];
    const left = group === undefined ? [] : units.filter((unit) => isAtWork(run, group, unit));
    if (left.length === units.length) continue;
    const { [at]: _, ...others } = run.state.places ?? {};
    if (left.length > 0) run.state.places = { ...others, [at]: left };
    else if (Object.keys(others).length > 0) run.state.places = others;
    else delete run.state.places;
  }
}

/** The use that the node belongs to has begun and goes on. */
export function hasPlace(run: Run, group: Group, node: number): boolean {
  return run.state.places?.[group.at]?.includes(unitOf(group, node)) ?? false;
}

/** How many uses have places. */
export function placesIn(run: Run, group: Group): number {
  return run.state.places?.[group.at]?.length ?? 0;
}

export function countsUses({ starts, maxParallel }: Group): boolean {
  return starts !== undefined && maxParallel !== undefined;
}

function isAtWork(run: Run, group: Group, unit: number): boolean {
  if (group.active.has(unit)) return true;
  const range = rangeOf(group, unit);
  const isInside = (node: number) => isIn(range, node);
  if ([...run.unsure].some(isInside) || [...run.judging.keys()].some(isInside)) return true;
  return run.unjudged.some((node) => isInside(node) && isPending(run, node));
}
