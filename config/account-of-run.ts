import { type AccountOptions, accountSettings, keySet, missingKey } from './account.ts';
import { type AccountSettings, readAccount, readKey } from './account-settings.ts';
import { ConfigError } from './config-error.ts';

type Options = Omit<AccountOptions, 'api'> & {
  readonly home: string;
  /** The account that the run was started with. */
  readonly id: string;
  /** A key that is set now takes the place of the one that the account had. */
  readonly takeKey: boolean;
};

/** `changed`: the key is another than the one that the account had. */
export type AccountOfRun = { readonly account: AccountSettings; readonly key: string; readonly changed: boolean };

/**
 * The account of a run that goes on. Its id, vendor and API profile stay; limit and manners are today's; its key is the
 * known one or, where it is to be taken, the one that is set now. Throws ConfigError (78) where there is no key.
 */
export function accountOfRun(options: Options): AccountOfRun {
  const { home, id, takeKey } = options;
  const known = unlessUnknown(() => readAccount(home, id));
  const had = unlessUnknown(() => readKey(home, id));
  const now = accountSettings({ ...options, api: known?.api });
  // Another vendor is written down by now: the run goes on where it was started.
  if (known !== undefined && known.baseUrl !== now.baseUrl && had !== undefined) {
    return { account: known, key: had, changed: false };
  }
  const set = keySet(options);
  const key = takeKey ? (set ?? had) : (had ?? set);
  if (key === undefined) throw missingKey(options);
  return { account: { ...now, id }, key, changed: had !== undefined && key !== had };
}

function unlessUnknown<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
