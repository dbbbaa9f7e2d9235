import type { Approval } from '../../plan/approvals.ts';
import type { Approve, Plan, PlanNode } from '../../plan/plan.ts';
import type { ProjectStore } from '../../store/index.ts';
import { Refusal } from './refusal.ts';

/** The answer that was typed to an approve, with the files that the person could look at. Refuses (64) others. */
export async function approvalOf(
  store: ProjectStore,
  plan: Plan,
  typed: string,
  answer: Approval['answer'],
): Promise<Approval> {
  const { node, approve } = approveOf(plan, typed);
  const shown = [];
  for (const at of approve.show) {
    const id = plan.nodes[at]?.id ?? '';
    const [newest] = await store.records.of(plan.pipeline, id);
    if (newest !== undefined) shown.push({ node: id, sha256: newest.sha256 });
  }
  if (approve.show.length > 0 && shown.length === 0) {
    throw new Refusal(64, `nothing that ${node.id} shows is made yet`, 'answer when it asks: dailies status');
  }
  return { step: node.step, group: node.key, answer, shown };
}

function approveOf(plan: Plan, typed: string): { readonly node: PlanNode; readonly approve: Approve } {
  const all = plan.nodes.flatMap((node) => (node.approve === undefined ? [] : [{ node, approve: node.approve }]));
  const found = all.filter(({ node }) => [node.id, node.step, `${node.step}@${node.key}`].includes(typed));
  const [one, ...others] = found;
  if (one !== undefined && others.length === 0) return one;
  const names = (one === undefined ? all : found).map(({ node }) => node.id);
  const hint = names.length === 0 ? 'this pipeline has no approve' : `there are: ${names.slice(0, 20).join(', ')}`;
  const message = one === undefined ? `there is no approve "${typed}"` : `"${typed}" is more than one approve`;
  throw new Refusal(64, message, hint);
}
