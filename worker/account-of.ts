import type { Account } from '../activities/index.ts';
import { openProvider, type Provider } from '../activities/providers/index.ts';
import { type AccountSettings, readAccount, readKey } from '../config/index.ts';
import { apiProfile } from '../plan/profiles.ts';

type Kept = { readonly seen: string; readonly provider: Provider; readonly close: () => Promise<void> };

/**
 * Accounts as the activities ask for them: settings and key are read anew each time, so that a changed key counts at
 * once; the client is kept while neither changes. Undefined: no such account or no key.
 */
export function accountsOf(home: string): (id: string) => Promise<Account | undefined> {
  const clients = new Map<string, Kept>();
  return async (id) => {
    const found = read(home, id);
    if (found === undefined) return undefined;
    const { settings, key } = found;
    const seen = JSON.stringify([settings, key]);
    const known = clients.get(id);
    const client = known?.seen === seen ? known : open(settings, key, seen);
    // Calls that still run on the old client end by themselves.
    if (client !== known) void known?.close();
    clients.set(id, client);
    const { poll, counts, limit, speed, dayLimit } = settings;
    return { id, provider: client.provider, api: apiProfile(settings.api), poll, counts, limit, speed, dayLimit };
  };
}

function open(settings: AccountSettings, key: string, seen: string): Kept {
  const provider = openProvider({ ...settings, key });
  return { seen, provider, close: () => provider.close() };
}

function read(home: string, id: string): { readonly settings: AccountSettings; readonly key: string } | undefined {
  try {
    return { settings: readAccount(home, id), key: readKey(home, id) };
  } catch (error) {
    if (error instanceof Error && error.name === 'ConfigError') return undefined;
    throw error;
  }
}
