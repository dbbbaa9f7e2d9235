import { FAILURES, type FailureCode } from '../../plan/failures.ts';
import { type AdvicePlace, advice, typed } from './advice.ts';

/**
 * What to type next where nodes have failed, as the catalogue says it: `dailies retry` once where making the same
 * again may help, else what has to change first. undefined: why it failed is not known.
 */
export function afterFailures(
  codes: readonly (FailureCode | undefined)[],
  place: Omit<AdvicePlace, 'node'>,
): readonly string[] {
  const helps = (code: FailureCode | undefined) => code === undefined || FAILURES[code].hint.includes('dailies retry');
  const others = codes.flatMap((code) =>
    code === undefined || helps(code) ? [] : [advice(code, { ...place, node: 'NODE' })],
  );
  return [...(codes.some(helps) ? [typed('dailies retry', place)] : []), ...new Set(others)];
}
