import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import type { DownloadAnswer } from './providers/provider.ts';
import { fetchResult } from './providers/qingbo/fetch-result.ts';
import { isPublic, type ResultHosts } from './providers/qingbo/result-hosts.ts';

/** A slow line needs minutes for 100 MB; what takes longer is no medium for a shot. */
const LONGEST_MS = 10 * 60_000;

/**
 * Fetches what a person named into a new file: http and https only, redirects followed by hand, bounded in time and
 * bytes. Any address may be named, private ones too: who writes the pipeline owns them.
 */
export function fetchUrl(call: {
  readonly url: string;
  readonly partPath: string;
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}): Promise<DownloadAnswer> {
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(LONGEST_MS)]);
  return fetchResult({ ...call, signal }, hostsFor(call.url));
}

/** A server that was named may send us on to others, but not to this machine's neighbours: nobody named those. */
function hostsFor(link: string): ResultHosts {
  const named = URL.canParse(link) ? new URL(link).hostname : '';
  const mayConnect = (hostname: string, address: string) => hostname === named || isPublic(address);
  return {
    refuse: ({ protocol, hostname }) => {
      if (!/^https?:$/.test(protocol)) return `${protocol} is not fetched`;
      const address = hostname.replace(/^\[|\]$/g, '');
      return isIP(address) === 0 || mayConnect(hostname, address) ? undefined : 'an address that is not public';
    },
    lookup: (hostname, options, done) =>
      lookup(hostname, { ...options, all: true }, (error, addresses) => {
        if (error !== null) return done(error, []);
        const allowed = addresses.filter(({ address }) => mayConnect(hostname, address));
        const [first] = allowed;
        if (first === undefined) return done(new Error(`${hostname} has no address that may be asked`), []);
        return options.all === true ? done(null, allowed) : done(null, first.address, first.family);
      }),
  };
}
