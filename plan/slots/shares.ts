import { heldBy } from './ledger.ts';

/** What a share is computed from. */
export type Claimant = {
  readonly granted: number;
  readonly returned: number;
  readonly want: number;
  readonly weight: number;
  readonly prio: number;
  readonly dead: boolean;
};

/** Fractions of a slot below this are rounding. */
const EPSILON = 1e-9;

/**
 * Weighted max-min shares of `limit` over what is wanted, fractions, higher priority first. The slots of dead runs are
 * taken off before; a starved run gets one slot before all others.
 */
export function shares(
  runs: { readonly [key: string]: Claimant },
  limit: number,
  starved: ReadonlySet<string>,
): Map<string, number> {
  const out = new Map<string, number>();
  const hungry = Object.entries(runs).filter(([, run]) => !run.dead && run.want > 0);
  let left = limit;
  for (const run of Object.values(runs)) if (run.dead) left -= heldBy(run);
  for (const [key] of hungry) {
    if (left < 1 || !starved.has(key)) continue;
    out.set(key, 1);
    left -= 1;
  }
  const prios = [...new Set(hungry.map(([, run]) => run.prio))].sort((a, b) => b - a);
  for (const prio of prios) {
    const group = hungry.filter(([key, run]) => run.prio === prio && !out.has(key));
    left = shareOut(group, left, out);
  }
  return out;
}

/** Fills one priority's runs to their weights, those that want less first; returns what is left. */
function shareOut(group: [string, Claimant][], limit: number, out: Map<string, number>): number {
  let open = group;
  let left = limit;
  while (open.length > 0 && left > EPSILON) {
    const perWeight = left / open.reduce((sum, [, run]) => sum + run.weight, 0);
    const full = open.filter(([, run]) => run.want <= perWeight * run.weight + EPSILON);
    if (full.length === 0) {
      for (const [key, run] of open) out.set(key, perWeight * run.weight);
      return 0;
    }
    for (const [key, run] of full) {
      out.set(key, run.want);
      left -= run.want;
    }
    open = open.filter(([key]) => !out.has(key));
  }
  return left;
}

/** The whole slots of a share. */
export function wholeSlots(share: number | undefined): number {
  return Math.max(0, Math.floor((share ?? 0) + EPSILON));
}
