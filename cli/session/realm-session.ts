import type { AccountFacts } from '../../config/index.ts';
import { openStore, type ProjectStore } from '../../store/index.ts';
import { projectRoot } from './project.ts';
import { type RealmFlags, realmFacts } from './realm-facts.ts';
import type { Shell } from './shell.ts';

/** A project in one realm: the real one of an account, or the simulated one. */
export type RealmSession = { readonly root: string; readonly store: ProjectStore; readonly facts: AccountFacts };

/** Opens the project around `start` (a file or folder) in the realm that the flags choose. Throws ConfigError, StoreError. */
export async function openRealm(shell: Shell, start: string, flags: RealmFlags): Promise<RealmSession> {
  const { root, facts, open } = placeOf(shell, start, flags);
  return { root, facts, store: await open(facts.realm) };
}

/** The stores of all realms that this project has runs in: every account's, or the simulated one. */
export async function openRealms(shell: Shell, start: string, flags: RealmFlags): Promise<readonly ProjectStore[]> {
  const { facts, open } = placeOf(shell, start, flags);
  const first = await open(facts.realm);
  const realms = new Set((await first.runs.list()).map((run) => run.realm));
  realms.delete(facts.realm);
  return [first, ...(await Promise.all([...realms].map(open)))];
}

function placeOf(shell: Shell, start: string, flags: RealmFlags) {
  const root = projectRoot(start, shell.cwd);
  const { facts, storePath } = realmFacts(shell, root, flags);
  const place = storePath === undefined ? {} : { storePath };
  return { root, facts, open: (realm: string) => openStore({ root, realm, ...place }) };
}
