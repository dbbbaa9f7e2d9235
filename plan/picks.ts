import type { Plan } from './plan.ts';

/** A candidate or a chosen take: its node, and its file's sha256 (hex). Without sha256 (written by hand) it counts by name. */
export type Take = { readonly node: string; readonly sha256?: string };

/** What a person wrote about a node, and about which file of it. At most NOTE_CHARACTERS. */
export type Note = { readonly node: string; readonly text: string; readonly sha256?: string };

/** A note is a remark, not a page. */
export const NOTE_CHARACTERS = 1000;

/** A person's answer to one group of a pick step. `group`: the pick node's key, '' for a pick without groups. */
export type PickAnswer = {
  readonly step: string;
  readonly group: string;
  readonly chosen: readonly Take[];
  /** All that could be chosen when it was answered; empty where a person wrote the file by hand. */
  readonly candidates: readonly Take[];
};

/** An answer, and how it counts: by node name alone (a committed answer in a simulated run) or by name and sha256. */
export type StandingAnswer = PickAnswer & { readonly byName: boolean };

/** What an answer means for the candidates of today. */
export type Verdict =
  | { readonly kind: 'holds'; readonly chosen: readonly string[] }
  /** It names files, and a candidate's file is not known yet. */
  | { readonly kind: 'unknown' }
  /** A candidate changed, is new, or a chosen one is gone: a person has to look again. */
  | { readonly kind: 'outdated' };

/** The groups that a step's picks have in a plan; each step is looked at once. */
export function groupsIn(plan: Plan): (step: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (step) => {
    const groups = known.get(step) ?? new Set(plan.nodes.flatMap((node) => (node.step === step ? node.key : [])));
    known.set(step, groups);
    return groups;
  };
}

/**
 * The answer that stands for a group: the first for its step and name; else, where a key was renamed, one of a group
 * that has left the file and had these very files for candidates. `groups`: a step's groups of today.
 */
export function answerFor(
  answers: readonly StandingAnswer[],
  { step, group, groups }: Place,
  today: readonly Take[],
): StandingAnswer | undefined {
  const ofStep = answers.filter((answer) => answer.step === step);
  const named = ofStep.find((answer) => answer.group === group);
  if (named !== undefined) return named;
  const files = today.map((take) => take.sha256);
  const old = ofStep.find((answer) => !groups(step).has(answer.group) && sameFiles(answer.candidates, today));
  return (
    old && { ...old, chosen: old.chosen.flatMap(({ sha256 }) => today[files.indexOf(sha256)] ?? []), candidates: today }
  );
}

type Place = {
  readonly step: string;
  readonly group: string;
  readonly groups: (step: string) => ReadonlySet<string>;
};

function sameFiles(some: readonly Take[], others: readonly Take[]): boolean {
  const [ours, theirs] = [filesOf(some), filesOf(others)];
  return ours !== undefined && ours === theirs;
}

/** undefined: none, or one that is not known. */
function filesOf(takes: readonly Take[]): string | undefined {
  const files = takes.flatMap(({ sha256 }) => sha256 ?? []);
  return files.length === 0 || files.length < takes.length ? undefined : files.sort().join(' ');
}

/**
 * Whether an answer still holds: each chosen node is a candidate, and each sha256 that it names is that of today.
 * A candidate that has left, unchosen, changes nothing; one that nobody has seen does.
 */
export function verdictOf(answer: StandingAnswer, today: readonly Take[]): Verdict {
  const files = new Map(today.map((take) => [take.node, take.sha256]));
  if (!answer.chosen.every((take) => files.has(take.node))) return { kind: 'outdated' };
  const chosen = answer.chosen.map((take) => take.node);
  if (answer.byName) return { kind: 'holds', chosen };
  const seen = new Map([...answer.candidates, ...answer.chosen].map((take) => [take.node, take.sha256]));
  if (answer.candidates.length > 0 && today.some((take) => !seen.has(take.node))) return { kind: 'outdated' };
  const named = today.filter((take) => seen.get(take.node) !== undefined);
  if (named.some((take) => take.sha256 !== undefined && take.sha256 !== seen.get(take.node))) {
    return { kind: 'outdated' };
  }
  return named.some((take) => take.sha256 === undefined) ? { kind: 'unknown' } : { kind: 'holds', chosen };
}
