import { accountWithKey, saveAccount, saveMediaHostKeys, simulatorAccountId } from '../../config/index.ts';
import { type RealmFlags, realmFacts } from './realm-facts.ts';
import type { RealmSession } from './realm-session.ts';
import type { Shell } from './shell.ts';

/** `limit`: the cap as it is written down now. */
export type Announced = { readonly id: string; readonly speed: number; readonly limit: number };

/** Of simulated accounts, ms at the vendor's usual speed: the defaults of real ones. */
export const SIMULATED_POLL = { minMs: 5000, maxMs: 15_000 } as const;

/**
 * Makes the account known to the worker (settings and key into the home folder) and returns its id and speed. For a
 * simulated realm the project's simulator is brought up first; no real key comes near it. Throws ConfigError (78).
 */
export async function announceAccount(
  shell: Shell,
  session: RealmSession,
  flags: RealmFlags & { readonly speed?: number | undefined },
): Promise<Announced> {
  const { root, store } = session;
  const { facts } = realmFacts(shell, root, { ...flags, api: flags.api ?? session.facts.api });
  if (facts.realm !== 'simulator') {
    const { home, env } = shell;
    const { account, key } = accountWithKey({ home, root, env, account: flags.account, api: flags.api });
    saveAccount(home, account, key);
    saveMediaHostKeys({ home, root, env });
    return { id: account.id, speed: 1, limit: account.limit };
  }
  const { ensureSimulator, lastSimulator } = await import('./simulator-process.ts');
  const speed = flags.speed ?? lastSimulator(root)?.speed ?? 1;
  const baseUrl = await ensureSimulator({ root, speed, api: facts.api, script: shell.scripts.simulator });
  const id = simulatorAccountId(store.id);
  saveAccount(
    shell.home,
    {
      version: 1,
      id,
      name: facts.name,
      provider: 'simulator',
      api: facts.api,
      baseUrl,
      limit: facts.limit,
      counts: 'in-flight',
      poll: SIMULATED_POLL,
      resultHosts: [],
      speed,
      stores: [{ root, realm: facts.realm }],
    },
    'simulated',
  );
  return { id, speed, limit: facts.limit };
}
