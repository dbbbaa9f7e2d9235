import type { ApiProfileName, ProviderName } from '../../plan/api-profile.ts';
import { apiProfile } from '../../plan/profiles.ts';
import type { Provider } from './provider.ts';
import { qingbo } from './qingbo/qingbo.ts';

/** How an account reaches its vendor: its settings and its key. */
export type ProviderAccess = {
  readonly provider: ProviderName;
  readonly api: ApiProfileName;
  readonly baseUrl: string;
  /** Hosts on which results may lie, beyond those of the API profile. */
  readonly resultHosts: readonly string[];
  readonly key: string;
};

/** A provider that holds connections until `close`. */
export type OpenProvider = Provider & { close(): Promise<void> };

/** The client of an account's vendor: the one place that knows which provider is which. */
export function openProvider({ provider, api, baseUrl, resultHosts, key }: ProviderAccess): OpenProvider {
  const hosts = [...apiProfile(api).resultHosts, ...resultHosts];
  switch (provider) {
    case 'qingbo':
    // The simulator speaks the vendor's API, down to its faults.
    case 'simulator':
      return qingbo({ baseUrl, key, resultHosts: hosts, now: Date.now });
    default:
      return provider satisfies never;
  }
}
