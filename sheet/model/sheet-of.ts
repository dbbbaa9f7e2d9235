import type { PlanNode } from '../../plan/plan.ts';
import { dollars, type Quota } from '../../plan/quota.ts';
import { cardsOf } from './cards.ts';
import type { Group, Head, Section, Sheet } from './data.ts';
import type { SheetFacts, SheetNode } from './facts.ts';
import { questionOf } from './question.ts';
import { MOVING, WRONG } from './state-words.ts';

/** The sheet of a run: its picks with their takes, its approves with what they show, and every other shot, by step. */
export function sheetOf(facts: SheetFacts): Sheet {
  return { head: headOf(facts), sections: sectionsOf(facts) };
}

function headOf({ head, money, nodes, plan, due }: SheetFacts): Head {
  const { spent, planned, reserved, refunded, limit } = money;
  const shots = nodes.filter((_, at) => isShot(plan.nodes[at]));
  const counted = shots.filter(({ state }) => state !== 'not-wanted');
  const many = (is: (node: SheetNode) => boolean) => counted.filter(is).length;
  return {
    ...head,
    spent: dollars(spent),
    planned: dollars(planned),
    ...named('reserved', reserved),
    ...named('refunded', refunded),
    ...(limit === undefined ? {} : { limit: dollars(limit) }),
    bar: {
      total: counted.length,
      done: many(({ state }) => state === 'done' || state === 'current'),
      moving: many(({ state }) => MOVING.has(state)),
      wrong: many(({ state }) => WRONG.has(state)),
    },
    ...(due === undefined ? {} : { due }),
  };
}

function named<K extends string>(key: K, amount: Quota): { readonly [k in K]?: string } {
  const found: { [k in K]?: string } = {};
  if (amount > 0) found[key] = dollars(amount);
  return found;
}

/** A take that a pick chooses from stands with the pick, and there only. */
function sectionsOf(facts: SheetFacts): readonly Section[] {
  const { nodes } = facts.plan;
  const chosenFrom = new Set(nodes.flatMap((node) => node.pick?.candidates ?? []));
  const sections = new Map<string, Group[]>();
  const add = (step: string, group: Group) => sections.set(step, [...(sections.get(step) ?? []), group]);
  const rows = new Map<string, number[]>();
  nodes.forEach((node, at) => {
    const shown = node.pick?.candidates ?? node.approve?.show;
    if (shown !== undefined) add(node.step, asked(facts, at, shown));
    else if (isShot(node) && !chosenFrom.has(at)) {
      const row = `${node.step}\n${rowOf(node)}`;
      const others = rows.get(row);
      if (others === undefined) {
        rows.set(row, [at]);
        add(node.step, { id: row, kind: 'one', title: '', cards: [] });
      } else others.push(at);
    }
  });
  return [...sections].map(([step, groups]) => ({ step, groups: groups.map((group) => filled(group)) }));

  function filled(group: Group): Group {
    const row = rows.get(group.id);
    const first = nodes[row?.[0] ?? -1];
    if (row === undefined || first === undefined) return group;
    const title = row.length > 1 ? rowOf(first) : (first.link ?? (first.key === '' ? first.step : first.key));
    return { ...group, id: first.id, kind: row.length > 1 ? 'takes' : 'one', title, cards: cardsOf(facts, row, true) };
  }
}

/** The candidates of a pick, or what an approve shows, of which only what is there or on its way is worth a card. */
function asked(facts: SheetFacts, at: number, shown: readonly number[]): Group {
  const node = facts.plan.nodes[at];
  const isWorth = (index: number) => node?.pick !== undefined || facts.nodes[index]?.state !== 'not-wanted';
  const question = questionOf(facts, at);
  return {
    id: node?.id ?? '',
    kind: node?.pick === undefined ? 'approve' : 'pick',
    title: node?.key === '' || node === undefined ? (node?.step ?? '') : node.key,
    cards: cardsOf(facts, shown.filter(isWorth), node?.pick !== undefined),
    ...(question === undefined ? {} : { question }),
  };
}

/** Shots that differ on the last of several axes only are takes of one; links of a chain follow one another. */
function rowOf(node: PlanNode): string {
  if (node.link !== undefined) return node.id;
  const parts = node.key.split('--');
  return parts.length > 1 ? parts.slice(0, -1).join('--') : node.id;
}

function isShot(node: PlanNode | undefined): boolean {
  return node !== undefined && !['pick', 'approve', 'gate'].includes(node.kind);
}
