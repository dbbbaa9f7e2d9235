import type { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { embeddedNamespace } from './pinned.ts';
import { retentionDays } from './timings.ts';

/** The search attributes that every run carries. */
export const searchAttributes = ['DailiesPipeline', 'DailiesProject', 'DailiesRealm'] as const;

// IndexedValueType of the Temporal API; the number is part of its wire format.
const keyword = 2;
const daySeconds = 86_400;

/** Raises the retention from a day and adds the search attributes. Both stay in the database, so this repeats safely. */
export async function prepareNamespace(connection: Connection): Promise<void> {
  const namespace = embeddedNamespace;
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  const wantedSeconds = retentionDays * daySeconds;
  if (Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) < wantedSeconds) {
    await connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs(wantedSeconds * 1000) },
    });
  }
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = searchAttributes.filter((name) => customAttributes?.[name] === undefined);
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])),
  });
}

/** How many runs are open; accounts, which are open for ever, do not count. */
export async function countOpenRuns(connection: Connection): Promise<number> {
  const { count } = await connection.workflowService.countWorkflowExecutions({
    namespace: embeddedNamespace,
    query: "ExecutionStatus = 'Running' AND WorkflowId STARTS_WITH 'run/'",
  });
  return Number(count);
}
