import { type MediaHost, s3Host, simulatorHost } from '../activities/hosting/index.ts';
import { readAccount, readKey, readMediaHost } from '../config/index.ts';

type Where = { readonly root: string; readonly account: string };

/**
 * The media host of a run's place: a simulator's own, else the one that the project's dailies.yaml names. Both are read
 * anew each time, so that a mended setting counts at once; the client is kept while nothing changes.
 */
export function makeHosts(home: string): (where: Where) => Promise<MediaHost | undefined> {
  const kept = new Map<string, { readonly seen: string; readonly host: Promise<MediaHost> }>();
  return async ({ root, account }) => {
    const { provider, baseUrl } = readAccount(home, account);
    if (provider === 'simulator') return simulatorHost({ baseUrl, key: readKey(home, account) });
    const settings = readMediaHost(home, root);
    if (settings === undefined) return undefined;
    const seen = JSON.stringify(settings);
    const known = kept.get(root);
    if (known?.seen === seen) return known.host;
    const host = s3Host({ ...settings, now: Date.now });
    kept.set(root, { seen, host });
    return host;
  };
}
