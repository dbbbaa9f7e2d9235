import type { PlanNode } from '../../plan/plan.ts';
import { count, some } from '../terminal/numbers.ts';
import { typed } from './advice.ts';

type Place = { readonly run: string; readonly realm: string };

/** What to type to answer a pick or an approve that asks. */
export function answerCommand(node: PlanNode, place: Place): string {
  const name = node.key === '' ? node.step : `${node.step}@${node.key}`;
  if (node.kind === 'approve') return typed('dailies approve', place, `${name} [--reject]`);
  const choose = node.pick?.choose ?? 1;
  return typed('dailies pick', place, `${name} ${choose === 1 ? 'NODE' : `NODE… (${count(choose)} of them)`}`);
}

/** What an approve wants to be looked at: `shows hero@a, hero@b`; of a pick nothing, its candidates are the command's. */
export function shownWords(nodes: readonly PlanNode[], node: PlanNode): string {
  const shown = (node.approve?.show ?? []).flatMap((at) => nodes[at]?.id ?? []);
  return shown.length === 0 ? '' : `shows ${some(shown, 4)}`;
}
