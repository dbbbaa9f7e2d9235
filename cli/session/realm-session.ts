import type { AccountFacts } from '../../config/index.ts';
import { openStore, type ProjectStore } from '../../store/index.ts';
import { projectRoot } from './project.ts';
import { type RealmFlags, realmFacts } from './realm-facts.ts';
import type { Shell } from './shell.ts';

/** A project in one realm: the real one of an account, or the simulated one. */
export type RealmSession = { readonly root: string; readonly store: ProjectStore; readonly facts: AccountFacts };

/** Opens the project around `start` (a file or folder) in the realm that the flags choose. Throws ConfigError, StoreError. */
export async function openRealm(shell: Shell, start: string, flags: RealmFlags): Promise<RealmSession> {
  const root = projectRoot(start, shell.cwd);
  const { facts, storePath } = realmFacts(shell, root, flags);
  const place = storePath === undefined ? {} : { storePath };
  return { root, facts, store: await openStore({ root, realm: facts.realm, ...place }) };
}

/** The stores of all realms that this project has runs in: every account's, or the simulated one. */
export async function openRealms(shell: Shell, start: string, flags: RealmFlags): Promise<readonly ProjectStore[]> {
  const root = projectRoot(start, shell.cwd);
  const { facts, storePath } = realmFacts(shell, root, flags);
  const place = storePath === undefined ? {} : { storePath };
  const first = await openStore({ root, realm: facts.realm, ...place });
  const realms = new Set((await first.runs.list()).map((run) => run.realm));
  realms.delete(facts.realm);
  return [first, ...(await Promise.all([...realms].map((realm) => openStore({ root, realm, ...place }))))];
}
