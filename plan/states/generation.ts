import type { KnownMake } from '../make.ts';
import type { KnownClaim } from './known.ts';

/**
 * The generation that a node is paid for as. The newest known make's plus one, since paying for it is a new decision;
 * but a decision that was made before and has no make yet is carried on, so that it meets its own claims.
 */
export function nextGeneration(makes: readonly KnownMake[], claims: readonly KnownClaim[]): number {
  const made = Math.max(0, ...makes.map((make) => make.generation));
  const claimed = Math.max(0, ...claims.filter((claim) => !claim.elsewhere).map((claim) => claim.generation));
  const elsewhere = Math.max(0, ...claims.filter((claim) => claim.elsewhere).map((claim) => claim.generation));
  const paidAgain = Math.max(0, ...claims.map((claim) => claim.payAgain ?? 0));
  return Math.max(paidAgain, claimed > made ? claimed : made + 1, elsewhere + 1);
}

/** The newest attempt on which money may be open and whose make is not there: of this identity, or of any where it is not known. */
export function openClaimOf(
  makes: readonly KnownMake[],
  claims: readonly KnownClaim[],
  identity: string | undefined,
): KnownClaim | undefined {
  const open = claims.filter(
    (claim) =>
      claim.open &&
      claim.payAgain === undefined &&
      (identity === undefined || claim.identity === identity) &&
      !makes.some((make) => make.identity === claim.identity && make.generation === claim.generation),
  );
  return [...open].sort((a, b) => b.generation - a.generation || b.attempt - a.attempt)[0];
}
