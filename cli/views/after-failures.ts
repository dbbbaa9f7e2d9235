import { FAILURES, type FailureCode } from '../../plan/failures.ts';
import { type AdvicePlace, advice, typed } from './advice.ts';

/** A node that has failed; without a code it is not known why. */
export type FailedNode = { readonly node: string; readonly code?: FailureCode | undefined };

/**
 * What to type next where nodes have failed, as the catalogue says it: `dailies retry` once where making the same
 * again may help, else what has to change first, for one node of each kind.
 */
export function afterFailures(failed: readonly FailedNode[], place: Omit<AdvicePlace, 'node'>): readonly string[] {
  const first = new Map<FailureCode | undefined, string>();
  for (const { node, code } of failed) if (!first.has(code)) first.set(code, node);
  const helps = [...first.keys()].some(mayHelp);
  const others = [...first].flatMap(([code, node]) =>
    code === undefined || mayHelp(code) ? [] : [advice(code, { ...place, node })],
  );
  return [...(helps ? [typed('dailies retry', place)] : []), ...new Set(others)];
}

function mayHelp(code: FailureCode | undefined): boolean {
  return code === undefined || FAILURES[code].hint.includes('dailies retry');
}
