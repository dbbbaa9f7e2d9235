import type { Client } from '@temporalio/client';
import { takeOver } from '../../store/index.ts';
import type { Announced } from './account-session.ts';
import { keepFiles } from './keep-files.ts';
import type { PlanFlags, Prepared } from './prepare.ts';
import { type StartedRun, startRun } from './start-run.ts';
import { tellLimit } from './tell-limit.ts';

/** Starts what was prepared and agreed to, or joins the open run of it. Refuses (75) as `startRun` does. */
export async function beginRun(
  client: Client,
  { session, plan, decided, price }: Prepared,
  account: Announced,
  flags: PlanFlags,
): Promise<StartedRun> {
  const { store } = session;
  await tellLimit(client, account);
  await keepFiles(store, plan);
  await takeOver(store, plan, decided.decided.nodes);
  return startRun({
    ...{ client, store, plan, decisions: decided.decisions },
    ...{ account: account.id, speed: account.speed, plannedCost: price, profile: flags.profile },
    selects: Boolean(flags.only ?? flags.from ?? flags.remake ?? flags.keepStale),
  });
}
