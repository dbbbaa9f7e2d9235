import { standingApproval } from '../../plan/approvals.ts';
import { answerFor, groupsIn, type Take, verdictOf } from '../../plan/picks.ts';
import type { PlanNode } from '../../plan/plan.ts';
import type { Question } from './data.ts';
import type { SheetFacts, SheetNode } from './facts.ts';

/** What a pick or an approve asks, and how it is answered today; undefined for a node that asks nothing. */
export function questionOf(facts: SheetFacts, at: number): Question | undefined {
  const node = facts.plan.nodes[at];
  const now = facts.nodes[at];
  if (node === undefined || now === undefined) return undefined;
  const today = (node.pick?.candidates ?? node.approve?.show ?? []).flatMap((index) => takeOf(facts, index));
  if (node.pick !== undefined) return picked(facts, node, now, today);
  return node.approve === undefined ? undefined : approved(facts, node, now, today);
}

function picked(facts: SheetFacts, node: PlanNode, now: SheetNode, today: readonly Take[]): Question {
  const { step, key: group } = node;
  const choose = node.pick?.choose ?? 1;
  const answer = answerFor(facts.answers, { step, group, groups: groupsIn(facts.plan) }, today);
  const verdict = answer === undefined ? undefined : verdictOf(answer, today);
  const chosen = answer?.chosen.map((take) => take.node) ?? [];
  const made = today.filter(({ sha256 }) => sha256 !== undefined).length;
  const question = { step, group, choose, chosen };
  if (verdict?.kind === 'holds' && chosen.length === choose) {
    return { ...question, state: isTaken(facts, now) ? 'taken' : 'answered', words: 'chosen' };
  }
  if (verdict?.kind === 'outdated')
    return { ...question, state: 'outdated', words: 'chosen from other takes: look again' };
  // What is chosen before the last take is there would be out of date with it.
  if (made < choose || (facts.isOpen && now.state === 'waiting'))
    return { ...question, state: 'too early', words: 'asks when its takes are there' };
  if (now.state === 'failed') return { ...question, state: 'open', words: 'nobody chose in time' };
  return { ...question, state: 'open', words: choose === 1 ? 'choose one' : `choose ${choose}` };
}

function approved(facts: SheetFacts, node: PlanNode, now: SheetNode, today: readonly Take[]): Question {
  const { step, key: group } = node;
  const shown = today.filter(({ node: id }) => stateOf(facts, id) !== 'not-wanted');
  const verdict = standingApproval(
    facts.approvals,
    { step, group },
    shown.filter(({ sha256 }) => sha256 !== undefined),
  );
  const question = { step, group, choose: 0, chosen: [] };
  if (verdict.kind === 'holds') {
    return {
      ...question,
      state: isTaken(facts, now) ? 'taken' : 'answered',
      words: verdict.answer,
      answer: verdict.answer,
    };
  }
  if (verdict.kind === 'outdated') {
    return {
      ...question,
      state: 'outdated',
      words: `${verdict.answer} for other files: look again`,
      answer: verdict.answer,
    };
  }
  if (now.state !== 'asking' && facts.isOpen)
    return { ...question, state: 'too early', words: 'asks when all that it shows has ended' };
  return { ...question, state: 'open', words: 'approve or reject' };
}

function takeOf({ plan, nodes }: SheetFacts, at: number): readonly Take[] {
  const node = plan.nodes[at]?.id;
  const sha256 = nodes[at]?.sha256;
  return node === undefined ? [] : [{ node, ...(sha256 === undefined ? {} : { sha256 }) }];
}

function stateOf({ plan, nodes }: SheetFacts, id: string): SheetNode['state'] | undefined {
  return nodes[plan.nodes.findIndex((node) => node.id === id)]?.state;
}

/** The run that goes on has taken the answer in. */
function isTaken({ isOpen }: SheetFacts, { state }: SheetNode): boolean {
  return isOpen && (state === 'done' || state === 'current' || state === 'not-wanted');
}
