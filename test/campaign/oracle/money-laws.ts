import type { Evidence, Intent } from './evidence.ts';

type Law<K extends keyof Evidence> = (evidence: Pick<Evidence, K>) => readonly string[];

/** I1: no refusal for the cap. */
export const notRefused: Law<'stats'> = ({ stats }) =>
  stats.refusals === 0 ? [] : [`I1 the vendor refused ${stats.refusals} tasks above its cap`];

/**
 * I3: what is reserved is what is under way, and what a lost answer may have made besides; what was paid and lost is
 * spent.
 */
export const reservedIsOpen: Law<'claims' | 'reserved' | 'twins' | 'uncollected'> = (evidence) => {
  const { claims, reserved, twins, uncollected } = evidence;
  const lost = new Set(uncollected.filter(({ trouble }) => trouble?.lost).map(({ created }) => created.task));
  const open = claims.filter((claim) => isOpen(claim) && !lost.has(claim.created?.task ?? ''));
  const wanted = sum(open.map(({ claim }) => claim.reserved)) + sum(twins.map((twin) => twin.reserved));
  if (reserved === undefined || reserved === wanted) return [];
  return [`I3 ${reserved} is reserved, and ${wanted} under way`];
};

/** I6: nothing is claimed, and nothing arrives, once a cancel was acknowledged. */
export const silentAfterCancel: Law<'claims' | 'tasks' | 'cancelledMs'> = ({ claims, tasks, cancelledMs }) => {
  if (cancelledMs === undefined) return [];
  const late = claims.filter(({ claim }) => claim.atMs > cancelledMs).map(({ ref }) => `${ref.node} was claimed`);
  const arrived = tasks.filter(({ arrivedAt }) => arrivedAt > cancelledMs).map(({ taskId }) => `${taskId} was sent`);
  return [...late, ...arrived].map((what) => `I6 ${what} after the cancel`);
};

/** I12: no claim takes what is reserved and spent above the limit. */
export const withinLimit: Law<'claims' | 'limit'> = ({ claims, limit }) => {
  if (limit === undefined) return [];
  return claims.flatMap(({ ref, claim }) => {
    const before = claims.filter((other) => other.claim.atMs <= claim.atMs);
    const taken = sum(before.map((other) => takenAt(other, claim.atMs)));
    return taken <= limit ? [] : [`I12 ${ref.node} was claimed at ${taken} of ${limit}`];
  });
};

/** What a claim takes at a moment: what it cost once that is settled, else its price. */
function takenAt({ claim, settled }: Intent, atMs: number): number {
  return settled === undefined || settled.atMs > atMs ? claim.reserved : settled.cost - settled.refunded;
}

/** L3: the file of each task that the vendor finished is here, or it stands written why it is not. */
export const nothingLeft: Law<'claims' | 'records' | 'tasks' | 'uncollected'> = (evidence) => {
  const { claims, records, tasks, uncollected } = evidence;
  const done = new Set(tasks.filter(({ status }) => status === 'completed').map(({ taskId }) => taskId));
  const home = new Set(records.map(({ task }) => task));
  const said = new Set(uncollected.filter(({ trouble }) => trouble?.code != null).map(({ created }) => created.task));
  return claims.flatMap(({ ref, created, settled }) => {
    const task = created?.task ?? '';
    if (!done.has(task) || home.has(task) || said.has(task) || settled?.code !== undefined) return [];
    return settled?.as === 'paid-again' ? [] : [`L3 the file of ${ref.node} was left at the vendor`];
  });
};

export function isOpen({ settled }: Intent): boolean {
  return settled === undefined;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
