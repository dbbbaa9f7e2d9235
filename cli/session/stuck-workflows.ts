import type { Client } from '@temporalio/client';
import { accountWorkflowId } from '../../plan/recorded-names.ts';
import type { Check } from '../views/index.ts';
import { isEngineAway } from './engine-away.ts';

/** An open workflow, and how often its current task was tried. */
export type OpenWorkflow = { readonly id: string; readonly tries: number };

/** A killed worker costs a try or two; whatever needs more is not going on by itself. */
const TRIES_MAX = 3;
/** Enough to name the trouble; each costs a call. */
const LOOKED_AT_MAX = 100;

/** Workflows of ours that are open: runs and accounts. */
export async function openWorkflows(client: Client): Promise<readonly OpenWorkflow[]> {
  const found: OpenWorkflow[] = [];
  for await (const { workflowId: id } of client.workflow.list({ query: "ExecutionStatus = 'Running'" })) {
    const { raw } = await client.workflow.getHandle(id).describe();
    found.push({ id, tries: raw.pendingWorkflowTask?.attempt ?? 0 });
    if (found.length === LOOKED_AT_MAX) break;
  }
  return found;
}

/**
 * A sentence where a run or its account cannot go on by itself, which nobody would see from the run: nothing fails,
 * nothing moves. undefined: both go on.
 */
export async function stuckSentence(
  client: Client,
  run: { readonly workflowId: string; readonly account: string },
): Promise<string | undefined> {
  const ids = [run.workflowId, accountWorkflowId(run.account)];
  const open = await Promise.all(ids.map(async (id) => ({ id, tries: await triesOf(client, id) })));
  const { ok, detail, hint } = stuckCheck(open);
  return ok ? undefined : `${detail}; ${hint ?? ''}`;
}

async function triesOf(client: Client, id: string): Promise<number> {
  try {
    const { status, raw } = await client.workflow.getHandle(id).describe();
    return status.name === 'RUNNING' ? (raw.pendingWorkflowTask?.attempt ?? 0) : 0;
  } catch (error) {
    // An account that nobody has needed yet.
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return 0;
    // A server that is just being started again; whoever follows the run waits for it.
    if (isEngineAway(error)) return 0;
    throw error;
  }
}

/** Whether each of them goes on: one whose code throws, or does not fit its history, is tried for ever. */
export function stuckCheck(open: readonly OpenWorkflow[]): Check {
  const stuck = open.filter(({ tries }) => tries > TRIES_MAX);
  if (stuck.length === 0) return { check: 'workflows', ok: true, detail: `${open.length} open, each goes on` };
  const names = stuck.map(({ id, tries }) => `${id} (tried ${tries} times)`).join(', ');
  return {
    check: 'workflows',
    ok: false,
    detail: `cannot go on: ${names}`,
    hint: 'a bug of ours, or begun by another build that this one does not fit: see worker.log; nothing is paid meanwhile',
  };
}
