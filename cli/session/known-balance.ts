import { openProvider } from '../../activities/providers/index.ts';
import { accountWithKey } from '../../config/index.ts';
import { apiProfile } from '../../plan/profiles.ts';
import type { RealmSession } from './realm-session.ts';
import type { Shell } from './shell.ts';

/** Nobody waits longer for a number that only informs. */
const PATIENCE_MS = 3_000;

/**
 * USD left on the account, where its API profile has the call and the vendor answers soon; else undefined. Never throws
 * and never stands in the way: a run is started without it, too.
 */
export async function knownBalance(shell: Shell, { root, facts }: RealmSession): Promise<number | undefined> {
  if (facts.realm === 'simulator' || !apiProfile(facts.api).tellsBalance) return undefined;
  try {
    const options = { home: shell.home, root, env: shell.env, account: facts.name, api: facts.api };
    const { account, key } = accountWithKey(options);
    const provider = openProvider({ ...account, key });
    try {
      const answer = await provider.balance(AbortSignal.timeout(PATIENCE_MS));
      return answer.kind === 'balance' ? (answer.availableUsd ?? undefined) : undefined;
    } finally {
      await provider.close();
    }
  } catch {
    return undefined;
  }
}
