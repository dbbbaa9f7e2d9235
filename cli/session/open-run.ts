import type { RunEntry } from '../../store/index.ts';
import { findRun } from './find-run.ts';
import type { RealmFlags } from './realm-facts.ts';
import { openRealm, type RealmSession } from './realm-session.ts';
import type { Shell } from './shell.ts';

/** The run that was typed and its project, in the realm of the account that its pipeline names. Refuses (64) others. */
export async function openRun(
  shell: Shell,
  typed: string | undefined,
  flags: RealmFlags,
): Promise<RealmSession & { readonly entry: RunEntry }> {
  const session = await openRealm(shell, shell.cwd, flags);
  const entry = await findRun(session.store, typed);
  if (flags.simulate) return { ...session, entry };
  const plan = await session.store.plans.get(entry.plan);
  if (plan === undefined || plan.account === session.facts.name) return { ...session, entry };
  return { ...(await openRealm(shell, shell.cwd, { ...flags, account: plan.account })), entry };
}
