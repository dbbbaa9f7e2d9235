import { SIGNAL_WAKE } from '../../plan/recorded-names.ts';
import type { RunEntry } from '../../store/index.ts';
import { withLivingEngine } from './engine-session.ts';
import type { Shell } from './shell.ts';
import { openRun } from './start-run.ts';

/** Tells an open run to look at store and files again. Starts nothing: without an engine the next resume looks anyway. */
export async function wakeIfOpen(shell: Shell, entry: RunEntry): Promise<void> {
  await withLivingEngine(shell, async (client) => {
    const open = await openRun(client, entry.workflowId);
    if (open?.key === entry.key) await client.workflow.getHandle(entry.workflowId).signal(SIGNAL_WAKE, {});
  });
}
