import type { Client } from '@temporalio/client';

/**
 * Events in the histories of all workflows of an engine, every execution that they were continued as included. The
 * lengths of closed ones are remembered in `known`, by execution.
 */
export async function historyLengths(client: Client, known: Map<string, number>): Promise<number> {
  let events = 0;
  for await (const { workflowId, runId, status, historyLength } of client.workflow.list()) {
    const length = known.get(runId) ?? (status.name === 'RUNNING' ? await lengthOf(client, workflowId) : historyLength);
    if (status.name !== 'RUNNING') known.set(runId, length);
    events += length;
  }
  return events;
}

/** The list is told of an open one's length at its end only. */
async function lengthOf(client: Client, workflowId: string): Promise<number> {
  return (await client.workflow.getHandle(workflowId).describe()).historyLength;
}
