import type { Quota } from '../quota.ts';
import type { Cap } from '../skeleton.ts';
import { enter, isLocal } from './board.ts';
import type { Run } from './run.ts';
import type { Flight } from './state.ts';

/** The budget of a pipeline that is used which leaves no room for a node; undefined: all of them do. */
export function fullCap(run: Run, node: number): number | undefined {
  const caps = run.skeleton.caps ?? [];
  const found = caps.findIndex((cap, at) => {
    if (!isIn(cap, node)) return false;
    if (run.state.fullCaps?.includes(at)) return true;
    const price = run.skeleton.prices[node] ?? 0;
    return (run.state.spentInCaps?.[at] ?? 0) + reservedIn(run, cap) + price > cap.limit;
  });
  return found < 0 ? undefined : found;
}

/**
 * Skips what is left of a pipeline whose own budget is used up, so that the rest of the run goes on. Nobody is waited
 * for: there is no way to raise a cap inside of an open run.
 */
export function skipBeyond(run: Run, cap: number): void {
  const bounds = run.skeleton.caps?.[cap];
  if (bounds === undefined) return;
  const { fullCaps = [] } = run.state;
  if (!fullCaps.includes(cap)) run.state.fullCaps = [...fullCaps, cap];
  for (let node = bounds.from; node < bounds.to; node += 1) {
    if (run.states[node] !== 'r' || isLocal(run, node)) continue;
    delete run.state.delayed[node];
    enter(run, node, 'k', 'BUDGET');
  }
}

/** Counts what was paid for a node, or, below zero, what came back, also in the budgets that it belongs to. */
export function spend(run: Run, node: number, amount: Quota): void {
  run.state.money.spent += amount;
  const caps = run.skeleton.caps ?? [];
  if (!caps.some((cap) => isIn(cap, node))) return;
  const spent = run.state.spentInCaps ?? [];
  run.state.spentInCaps = caps.map((cap, at) => (spent[at] ?? 0) + (isIn(cap, node) ? amount : 0));
}

/** The node that a flight belongs to, where there are budgets that ask for it; few are under way at once. */
export function nodeOfFlight(run: Run, flight: Flight): number {
  if (run.skeleton.caps === undefined) return -1;
  const found = Object.entries(run.state.flights).find(([, one]) => one === flight);
  return found === undefined ? -1 : Number(found[0]);
}

function reservedIn(run: Run, cap: Cap): Quota {
  const flights = Object.entries(run.state.flights);
  const twins = Object.entries(run.state.twins ?? {});
  return [...flights, ...twins].reduce(
    (sum, [node, { reserved }]) => (isIn(cap, Number(node)) ? sum + reserved : sum),
    0,
  );
}

function isIn({ from, to }: Cap, node: number): boolean {
  return node >= from && node < to;
}
