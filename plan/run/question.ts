import { expireApproval } from './approve.ts';
import { enter } from './board.ts';
import { expirePick } from './pick.ts';
import { dueAt } from './rest.ts';
import type { Run } from './run.ts';

/** A question is put to a person, or put again; its time counts from the first. */
export function putQuestion(run: Run, node: number): void {
  enter(run, node, 'a');
  run.out.add(node);
  const timeoutMs = run.skeleton.timeoutMs[node];
  if (typeof timeoutMs !== 'number') return;
  const untilMs = run.state.deadlines[node] ?? run.nowMs + timeoutMs;
  run.state.deadlines[node] = untilMs;
  dueAt(run, untilMs);
}

/** Nobody has answered in time: what then is said by the step. */
export function expireQuestions(run: Run): void {
  for (const [key, deadlineMs] of Object.entries(run.state.deadlines)) {
    if (deadlineMs > run.nowMs) continue;
    const node = Number(key);
    if (run.skeleton.kinds[node] === 'approve') expireApproval(run, node);
    else expirePick(run, node);
    delete run.state.deadlines[key];
  }
}
