import { API_PROFILES, type ApiProfileName, type ProviderName } from '../plan/api-profile.ts';
import { apiProfile } from '../plan/profiles.ts';
import { quotaOf } from '../plan/quota.ts';
import { type AccountSettings, accountIdIn, accountIdOf } from './account-settings.ts';
import { ConfigError } from './config-error.ts';
import { hasMediaHost } from './media-host.ts';
import { type AccountEntry, defaultAccount, readProjectFile } from './project-file.ts';
import { isLoopback, realmOf } from './realm.ts';
import { type Environment, emptyPlace, secretAt } from './secret.ts';

/** Which account of which project. */
export type AccountOptions = {
  readonly root: string;
  readonly env: Environment;
  readonly account?: string | undefined;
  readonly api?: string | undefined;
};

/** What is known of an account before its key is read: enough for validate and plan. */
export type AccountFacts = {
  readonly name: string;
  readonly provider: ProviderName;
  readonly api: ApiProfileName;
  readonly baseUrl: string;
  readonly realm: string;
  readonly limit: number;
  /** Local files and dead sources can be published for its vendor. */
  readonly mediaHost: boolean;
};

/** The facts of the account that a pipeline names (`default`). Needs no key. Throws ConfigError. */
export function accountFacts(options: AccountOptions): AccountFacts {
  const { name, entry } = entryOf(options);
  const api = apiNamed(
    options.api ?? entry.api ?? (entry.provider === 'simulator' ? 'simulator' : 'qingbo-seed-2026-04'),
  );
  const profile = apiProfile(api);
  const baseUrl = (options.env.DAILIES_BASE_URL ?? entry['base-url'] ?? profile.baseUrl).replace(/\/+$/, '');
  if (!URL.canParse(baseUrl))
    throw new ConfigError(`base-url is not a URL: ${baseUrl}`, 'such as https://www.qingbo.dev/v1');
  if (!baseUrl.startsWith('https://') && !isLoopback(baseUrl)) {
    throw new ConfigError(`base-url must be https: ${baseUrl}`, 'plain http is accepted for this machine only');
  }
  const realm = realmOf(entry.provider, baseUrl, profile.knownHosts);
  // Checked against the simulator's profile, a pipeline is checked for --simulate: it takes uploads.
  const mediaHost = entry.provider === 'simulator' || api === 'simulator' || hasMediaHost(options.root);
  return { name, provider: entry.provider, api, baseUrl, realm, limit: entry.limit, mediaHost };
}

/**
 * The account's settings for the worker and its key; `home`: where a key that was changed is known under the id of its
 * account. Throws ConfigError (78) where the key is missing.
 */
export function accountWithKey(options: AccountOptions & { readonly home?: string }): {
  readonly account: AccountSettings;
  readonly key: string;
} {
  const key = keySet(options);
  if (key === undefined) throw missingKey(options);
  const settings = accountSettings(options);
  const { home } = options;
  const id = home === undefined ? accountIdOf(settings.baseUrl, key) : accountIdIn(home, settings.baseUrl, key);
  return { key, account: { ...settings, id } };
}

/** The account's settings of today; its key decides its id. Throws ConfigError. */
export function accountSettings(options: AccountOptions): Omit<AccountSettings, 'id'> {
  const { name, provider, api, baseUrl, realm } = accountFacts(options);
  const { entry } = entryOf(options);
  return {
    ...{ version: 1, name, provider, api, baseUrl, limit: entry.limit, counts: entry.counts },
    poll: { minMs: entry.poll.min, maxMs: Math.max(entry.poll.min, entry.poll.max) },
    resultHosts: entry['result-hosts'],
    ...dayLimitOf(entry['day-limit']),
    speed: 1,
    stores: [{ root: options.root, realm }],
  };
}

function dayLimitOf(entry: AccountEntry['day-limit']): Pick<AccountSettings, 'dayLimit'> {
  return entry === undefined ? {} : { dayLimit: { quota: quotaOf(entry.usd), zone: entry.zone } };
}

/** The account's key as it is set now, in the environment or a file; undefined: it is not. */
export function keySet(options: AccountOptions): string | undefined {
  const { entry } = entryOf(options);
  const { root, env } = options;
  return secretAt(entry.key, root, env);
}

/** An API profile's name, checked. Throws ConfigError. */
export function apiNamed(name: string): ApiProfileName {
  const found = API_PROFILES.find((known) => known === name);
  if (found) return found;
  throw new ConfigError(`there is no API profile "${name}"`, `there are: ${API_PROFILES.join(', ')}`);
}

function entryOf({ root, account = 'default' }: AccountOptions): {
  readonly name: string;
  readonly entry: AccountEntry;
} {
  const { accounts } = readProjectFile(root);
  const entry = accounts[account];
  if (entry) return { name: account, entry };
  if (account === 'default') return { name: account, entry: defaultAccount() };
  throw new ConfigError(
    `dailies.yaml has no account "${account}"`,
    `it has: ${Object.keys(accounts).join(', ') || 'none'}`,
  );
}

/** What to say where the key of an account is not set. */
export function missingKey(options: AccountOptions): ConfigError {
  const { key } = entryOf(options).entry;
  return new ConfigError(`no key: ${emptyPlace(key)}`, 'set it, or try everything without one: --simulate');
}
