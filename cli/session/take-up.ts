import type { Client } from '@temporalio/client';
import { SIGNAL_WAKE } from '../../plan/recorded-names.ts';
import type { ProjectStore, RunEntry } from '../../store/index.ts';
import { exitOfResult } from '../exit-codes.ts';
import { announceAccountOf } from './account-of-run.ts';
import { withEngine } from './engine-session.ts';
import { followRun } from './follow-run.ts';
import { openRun } from './open-run.ts';
import { orderAccount } from './order-account.ts';
import type { RealmFlags } from './realm-facts.ts';
import { Refusal } from './refusal.ts';
import { sayStatus } from './say-status.ts';
import { type SeenRun, seenRun } from './seen-run.ts';
import type { Shell } from './shell.ts';
import { tellLimit } from './tell-limit.ts';

/** `takeKey`: a key that was set since the run was started is taken for its account. */
type Flags = RealmFlags & { readonly json?: boolean; readonly takeKey?: boolean };
export type OpenRun = {
  readonly client: Client;
  readonly store: ProjectStore;
  readonly entry: RunEntry;
  readonly seen: SeenRun;
  readonly speed: number;
};

/** Brings everything up that a run needs and follows it; `wake` tells it to look again. Returns the exit code. */
export async function takeUp(
  shell: Shell,
  typed: string | undefined,
  flags: Flags,
  how: { readonly wake: boolean; readonly lines?: boolean },
): Promise<number> {
  return withRun(shell, typed, { ...flags, takeKey: how.wake }, async ({ client, store, entry, seen, speed }) => {
    if (seen.standing === 'ended') {
      const code = await sayStatus(shell, store, seen, flags.json ?? false);
      // As if it had been followed to its end.
      return entry.ended === undefined ? code : exitOfResult(entry.ended.result);
    }
    if (how.wake) {
      // Whoever resumes has mended something: the account tries again, unless a person has paused it.
      await orderAccount(client, entry.account, { do: 'try' });
      // What was just picked may have let it end in the meantime: following it says how.
      await client.workflow.getHandle(entry.workflowId).signal(SIGNAL_WAKE, {}).catch(unlessOver);
    }
    return followRun({ shell, client, store, entry, speed, json: flags.json ?? false, lines: how.lines ?? false });
  });
}

/** Hands a run to `use`, engine, worker and (simulated) vendor being up. Refuses (75) a run that its engine has lost. */
export async function withRun<T>(
  shell: Shell,
  typed: string | undefined,
  flags: Flags,
  use: (run: OpenRun) => Promise<T>,
): Promise<T> {
  const { entry: found, ...session } = await openRun(shell, typed, flags);
  const { store, facts } = session;
  return withEngine(shell, async (client) => {
    const seen = await seenRun(client, store, found);
    if (seen.standing === 'lost') {
      const again = `dailies run ${found.file}${flags.simulate ? ' --simulate' : ''}`;
      throw new Refusal(75, `the engine has lost ${found.pipeline}#${found.n}; the store has what was paid`, again);
    }
    if (seen.standing === 'ended') return use({ client, store, entry: seen.entry, seen, speed: 1 });
    const account = await announceAccountOf(shell, session, found, {
      ...{ ...flags, account: facts.name, takeKey: flags.takeKey ?? false },
    });
    await tellLimit(client, account);
    return use({ client, store, entry: seen.entry, seen, speed: account.speed });
  });
}

function unlessOver(error: unknown): void {
  if (!(error instanceof Error && error.name === 'WorkflowNotFoundError')) throw error;
}
