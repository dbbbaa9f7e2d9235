import type { ApprovalOutcome } from '../outcome.ts';
import type { Approve } from '../plan.ts';
import { enter } from './board.ts';
import { fail } from './fail.ts';
import { putQuestion } from './question.ts';
import type { Run } from './run.ts';

/** A person is shown what is done, and asked whether to go on. */
export function beginApproval(run: Run, node: number): void {
  putQuestion(run, node);
  const shown = (approveOf(run, node)?.show ?? []).filter((one) => run.states[one] === 'D');
  run.commands.push({ kind: 'approve', node, shown });
}

/** The first answer that the run hears of counts for it. */
export function takeApproval(run: Run, node: number, { kind }: ApprovalOutcome): void {
  if (run.skeleton.kinds[node] !== 'approve') return;
  run.out.delete(node);
  if (run.states[node] !== 'a' || kind === 'asking') return;
  delete run.state.deadlines[node];
  if (kind === 'approved') enter(run, node, 'D');
  else enter(run, node, 'n', 'REJECTED');
}

/** Nobody has answered in time: wait on, count it as refused in this run, or fail, as the step says. */
export function expireApproval(run: Run, node: number): void {
  const onTimeout = approveOf(run, node)?.onTimeout ?? 'pause';
  if (run.states[node] !== 'a' || onTimeout === 'pause') return;
  run.out.delete(node);
  if (onTimeout === 'reject') enter(run, node, 'n', 'REJECTED');
  else fail(run, node, 'APPROVE_TIMEOUT');
}

function approveOf(run: Run, node: number): Approve | undefined {
  return run.skeleton.approvals?.[node];
}
