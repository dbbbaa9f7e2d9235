import { openProvider } from '../../activities/providers/index.ts';
import { type AccountOfRun, accountOfRun, saveAccount, saveMediaHostKeys } from '../../config/index.ts';
import type { ProjectStore, RunEntry } from '../../store/index.ts';
import { type Announced, announceAccount } from './account-session.ts';
import { withApiOfRun } from './api-of-run.ts';
import type { RealmFlags } from './realm-facts.ts';
import type { RealmSession } from './realm-session.ts';
import { Refusal } from './refusal.ts';
import type { Shell } from './shell.ts';

/**
 * Makes the account of an open run known to the worker, as it is written down now. `takeKey`: a key that was set since
 * takes the place of the old one, unless it cannot see the run's tasks. Throws ConfigError (78), Refusal (77).
 */
export async function announceAccountOf(
  shell: Shell,
  session: RealmSession,
  entry: RunEntry,
  flags: RealmFlags & { readonly takeKey: boolean },
): Promise<Announced> {
  if (session.facts.realm === 'simulator') return announceAccount(shell, session, withApiOfRun(shell, entry, flags));
  const { home, env } = shell;
  const { takeKey, account: name } = flags;
  const found = accountOfRun({ home, env, root: session.root, account: name, id: entry.account, takeKey });
  if (found.changed) await seesTasks(session.store, entry, found);
  saveAccount(home, found.account, found.key);
  saveMediaHostKeys({ home, env, root: session.root });
  return { id: entry.account, speed: 1, limit: found.account.limit };
}

// A key of another account would make every task of the run look lost.
async function seesTasks(store: ProjectStore, entry: RunEntry, { account, key }: AccountOfRun): Promise<void> {
  const task = await anOpenTask(store, entry);
  if (task === undefined) return;
  const provider = openProvider({ ...account, key });
  try {
    const answer = await provider.status(task);
    if (answer.kind === 'missing') {
      const why = `the key that is set now does not know task ${task} of ${entry.pipeline}#${entry.n}`;
      throw new Refusal(77, why, 'set a key of the account that the run was started with');
    }
    if (answer.kind === 'key')
      throw new Refusal(77, 'the vendor refuses the key that is set now, too', 'dailies doctor');
  } finally {
    await provider.close();
  }
}

async function anOpenTask(store: ProjectStore, entry: RunEntry): Promise<string | undefined> {
  for (const ref of entry.key === undefined ? [] : await store.claims.openOf(entry.key)) {
    const task = (await store.claims.read(ref))?.created?.task;
    if (task !== undefined) return task;
  }
  return undefined;
}
