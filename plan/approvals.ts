import type { Take } from './picks.ts';

/** A person's answer to an approve. `group`: the node's key, '' for a step without axes; `shown`: what was looked at. */
export type Approval = {
  readonly step: string;
  readonly group: string;
  readonly answer: 'approved' | 'rejected';
  /** Empty where a person wrote the file by hand: then it counts by the step's name alone. */
  readonly shown: readonly Take[];
};

/** An answer, and how it counts: without looking at files (a committed answer in a simulated run), or with. */
export type StandingApproval = Approval & { readonly byName: boolean };

/** What the answers say of an approve today. */
export type ApprovalVerdict =
  | { readonly kind: 'none' }
  | { readonly kind: 'holds'; readonly answer: Approval['answer'] }
  /** It was about files, and one of today's is not known yet. */
  | { readonly kind: 'unknown'; readonly answer: Approval['answer'] }
  /** What is shown today is not what was looked at: a person has to look again. */
  | { readonly kind: 'outdated'; readonly answer: Approval['answer'] };

/** The first answer for the step and group, held against what is shown today; a take without sha256 is not made yet. */
export function standingApproval(
  answers: readonly StandingApproval[],
  { step, group }: { readonly step: string; readonly group: string },
  today: readonly Take[],
): ApprovalVerdict {
  const found = answers.find((one) => one.step === step && one.group === group);
  if (found === undefined) return { kind: 'none' };
  const { answer, byName, shown } = found;
  if (byName || shown.length === 0) return { kind: 'holds', answer };
  const seen = new Map(shown.map((take) => [take.node, take.sha256]));
  const known = today.filter((take) => take.sha256 !== undefined);
  if (known.some((take) => seen.get(take.node) !== take.sha256)) return { kind: 'outdated', answer };
  return known.length < today.length ? { kind: 'unknown', answer } : { kind: 'holds', answer };
}
