import { ConfigError, readAccount } from '../../config/index.ts';
import type { RunEntry } from '../../store/index.ts';
import type { RealmFlags } from './realm-facts.ts';
import type { Shell } from './shell.ts';

/** The flags with the API profile that a run was started with: going on with it must not change how its vendor is asked. */
export function withApiOfRun<T extends RealmFlags>(shell: Shell, entry: RunEntry, flags: T): T {
  try {
    return { ...flags, api: readAccount(shell.home, entry.account).api };
  } catch (error) {
    if (error instanceof ConfigError) return flags;
    throw error;
  }
}
