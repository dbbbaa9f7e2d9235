import type { Plan, PlanNode } from '../plan.ts';
import { type EndedEdge, judgeAnswer, judgeEdges } from '../results.ts';
import type { Upstream } from './known.ts';

/** Whether a node's `if` holds, as far as that can be known before the run; undefined: not yet. */
export type ConditionHolds = (node: number, upstream: Upstream) => boolean | undefined;

/** Why a node is not wanted in any case, as a person reads it; undefined: it is, or that is not known yet. */
export function unwantedWhy(
  plan: Plan,
  index: number,
  upstream: Upstream,
  isPart: boolean,
  holds: ConditionHolds,
): string | undefined {
  const node = plan.nodes[index];
  if (node === undefined) return undefined;
  const { condition, edges } = node;
  if (condition?.kind === 'never') return `its if is false: ${condition.text}`;
  if (isUnpicked(node, upstream)) return 'not picked';
  const name = (at: number) => plan.nodes[at]?.id;
  const refused = edges.find((edge) => edge.kind !== 'candidate' && upstream.result(edge.node) === 'rejected');
  if (refused !== undefined) return `not wanted, as ${name(refused.node)} was rejected`;
  const above = edges.find((edge) => edge.kind === 'direct' && upstream.unwanted(edge.node));
  if (above !== undefined) return `not wanted, as ${name(above.node)} is not`;
  if (isEmptyReel(plan, node, upstream)) return 'not wanted, as nothing that it would join is';
  if (condition === undefined || !isPart) return undefined;
  return leftByCondition(index, upstream, endedEdges(node, upstream), condition, holds);
}

/** True where a node's `if` is decided in the run only. */
export function isOpenCondition({ condition, edges }: PlanNode, upstream: Upstream): boolean {
  return condition !== undefined && edges.some((edge) => upstream.result(edge.node) === undefined);
}

function leftByCondition(
  index: number,
  upstream: Upstream,
  ended: readonly EndedEdge[] | undefined,
  condition: NonNullable<PlanNode['condition']>,
  holds: ConditionHolds,
): string | undefined {
  const judged = ended && judgeEdges(ended, condition.kind);
  if (ended === undefined || judged === undefined) return undefined;
  const answer = judged === 'ask' ? holds(index, upstream) : undefined;
  const isLeft = judged === 'not-wanted' || (answer !== undefined && judgeAnswer(ended, answer) === 'not-wanted');
  return isLeft ? `its if does not hold: ${condition.text}` : undefined;
}

/** undefined: some edge is still open. */
function endedEdges({ edges }: PlanNode, upstream: Upstream): readonly EndedEdge[] | undefined {
  const ended = edges.flatMap(({ node, kind }) => {
    const result = upstream.result(node);
    return result === undefined ? [] : { kind, result };
  });
  return ended.length === edges.length ? ended : undefined;
}

function isUnpicked({ source }: PlanNode, upstream: Upstream): boolean {
  if (source?.kind !== 'pick' || source.candidate === undefined) return false;
  return upstream.chosen(source.pick)?.includes(source.candidate) === false;
}

function isEmptyReel(plan: Plan, { kind, edges }: PlanNode, upstream: Upstream): boolean {
  if (kind !== 'concat') return false;
  const videos = edges.filter(({ node }) => !['pick', 'approve', 'gate'].includes(plan.nodes[node]?.kind ?? ''));
  return videos.length > 0 && videos.every(({ node }) => upstream.unwanted(node));
}
