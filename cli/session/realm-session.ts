import { type AccountFacts, accountFacts } from '../../config/index.ts';
import { openStore, type ProjectStore } from '../../store/index.ts';
import { projectRoot } from './project.ts';
import type { Shell } from './shell.ts';

export type RealmFlags = {
  readonly simulate?: boolean | undefined;
  readonly account?: string | undefined;
  readonly api?: string | undefined;
};

/** A project in one realm: the real one of an account, or the simulated one. */
export type RealmSession = { readonly root: string; readonly store: ProjectStore; readonly facts: AccountFacts };

/** The account a simulated run goes to: its own realm, an API profile that honours keys unless another is chosen. */
const SIMULATED = {
  name: 'simulator',
  provider: 'simulator',
  realm: 'simulator',
  limit: 5,
  baseUrl: 'http://127.0.0.1/v1',
} as const;

/** Opens the project around `start` (a file or folder) in the realm that the flags choose. Throws ConfigError, StoreError. */
export async function openRealm(shell: Shell, start: string, flags: RealmFlags): Promise<RealmSession> {
  const root = projectRoot(start);
  const { facts, storePath } = await realmFacts(shell, root, flags);
  return {
    root,
    facts,
    store: await openStore({ root, realm: facts.realm, ...(storePath === undefined ? {} : { storePath }) }),
  };
}

/** Which account, API profile and realm the flags choose. Touches no store. */
export async function realmFacts(
  shell: Shell,
  root: string,
  flags: RealmFlags,
): Promise<{ readonly facts: AccountFacts; readonly storePath?: string }> {
  const { apiNamed, readProjectFile } = await import('../../config/index.ts');
  if (flags.simulate) return { facts: { ...SIMULATED, api: apiNamed(flags.api ?? 'simulator') } };
  const facts = accountFacts({ root, env: shell.env, account: flags.account, api: flags.api });
  return { facts, storePath: readProjectFile(root).store.path };
}
