import type { PlanState } from '../../plan/decisions.ts';
import { dollars, type Quota } from '../../plan/quota.ts';
import { stepPath } from '../../plan/step-path.ts';
import { count } from '../terminal/numbers.ts';
import type { Style } from '../terminal/paint.ts';
import type { Screen } from '../terminal/screen.ts';
import { table } from '../terminal/table.ts';
import { grouped } from './grouped.ts';
import { isKept, type PlannedNode, plannedCost } from './planned.ts';

/** A row per step: how many nodes, how many are there, how many are to be made, the other states, the price. */
export function stepTable(nodes: readonly PlannedNode[], { columns, paint }: Screen): string {
  const steps = grouped(nodes, ({ node }) => stepPath(node.step));
  const rows = [...steps]
    .slice(0, MOST_STEPS)
    .map(([step, own]) => [
      step,
      own[0]?.node.kind === 'link' ? 'chain' : (own[0]?.node.kind ?? ''),
      count(own.length),
      dash(own.filter(({ decision }) => isKept(decision)).length),
      dash(own.filter(({ decision }) => decision.action === 'make').length),
      otherStates(own),
      price(plannedCost(own).make),
    ]);
  const text = table(STEP_COLUMNS, rows, columns, paint);
  return steps.size > MOST_STEPS ? `${text}\n… and ${count(steps.size - MOST_STEPS)} more steps` : text;
}

/** The nodes that are not simply there, with the reason and the price, bounded for each step and state. */
export function nodeTable(nodes: readonly PlannedNode[], { columns, paint }: Screen): string {
  const telling = nodes.filter(({ decision }) => decision.state !== 'current' || decision.action === 'make');
  const groups = grouped(telling, ({ node, decision }) => `${node.step} ${decision.state} ${decision.action}`);
  // The same number of rows for each group, so that a step of thousands hides no other.
  const most = Math.max(3, Math.floor(MOST_ROWS / Math.max(1, groups.size)));
  const rows = [...groups.values()].slice(0, MOST_ROWS).flatMap((group) => {
    const shown = group.length <= most ? group : group.slice(0, most - 1);
    const rest = group.length - shown.length;
    const own = shown.map(({ node, decision }) => [
      node.id,
      {
        text: decision.action === 'fetch' ? (WORDS[decision.state] ?? decision.state) : decision.state,
        style: STYLES[decision.state],
      },
      decision.action === 'make' && decision.state !== 'open' && node.price > 0
        ? `${node.atMost ? '≤ ' : ''}${dollars(node.price)}`
        : '$0',
      decision.because,
    ]);
    const state = group[0]?.decision.state ?? '';
    return rest > 0 ? [...own, [`… and ${count(rest)} more`, { text: state, style: 'faint' as const }]] : own;
  });
  return table(NODE_COLUMNS, rows, columns, paint);
}

const MOST_STEPS = 200;
const MOST_ROWS = 48;
const STEP_COLUMNS = [
  { title: 'step', flexible: true },
  { title: 'uses' },
  { title: 'nodes', align: 'right' },
  { title: 'current', align: 'right' },
  { title: 'to make', align: 'right' },
  { title: 'other', flexible: true, optional: true },
  { title: 'price', align: 'right' },
] as const;
const NODE_COLUMNS = [
  { title: 'node', flexible: true },
  { title: 'state' },
  { title: 'price', align: 'right' },
  { title: 'because', flexible: true },
] as const;
const WORDS: { readonly [state in PlanState]?: string } = { restorable: 'to fetch' };
const STYLES: { readonly [state in PlanState]?: Style } = {
  missing: 'strong',
  stale: 'warn',
  edited: 'warn',
  elsewhere: 'faint',
  blocked: 'bad',
  open: 'busy',
  renamed: 'faint',
};

function otherStates(nodes: readonly PlannedNode[]): string {
  const counts = new Map<string, number>();
  for (const { decision } of nodes) {
    if (decision.state === 'current' || decision.state === 'missing') continue;
    counts.set(decision.state, (counts.get(decision.state) ?? 0) + 1);
  }
  return [...counts].map(([state, many]) => `${count(many)} ${state}`).join(', ');
}

function price(quota: Quota): string {
  return quota === 0 ? '$0' : dollars(quota);
}

function dash(value: number): string {
  return value === 0 ? '–' : count(value);
}
