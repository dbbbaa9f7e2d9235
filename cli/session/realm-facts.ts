import { type AccountFacts, accountFacts, apiNamed, readProjectFile } from '../../config/index.ts';
import type { Shell } from './shell.ts';

export type RealmFlags = {
  readonly simulate?: boolean | undefined;
  readonly account?: string | undefined;
  readonly api?: string | undefined;
};

/** The account a simulated run goes to: its own realm, an API profile that honours keys unless another is chosen. */
const SIMULATED = {
  name: 'simulator',
  provider: 'simulator',
  realm: 'simulator',
  limit: 5,
  baseUrl: 'http://127.0.0.1/v1',
  // Its own uploads.
  mediaHost: true,
} as const;

/** Which account, API profile and realm the flags choose. Touches no store. Throws ConfigError. */
export function realmFacts(
  shell: Shell,
  root: string,
  flags: RealmFlags,
): { readonly facts: AccountFacts; readonly storePath?: string } {
  if (flags.simulate) return { facts: { ...SIMULATED, api: apiNamed(flags.api ?? 'simulator') } };
  const facts = accountFacts({ root, env: shell.env, account: flags.account, api: flags.api });
  return { facts, storePath: readProjectFile(root).store.path };
}
