import { lookup } from 'node:dns';
import type { DownloadAnswer } from './providers/provider.ts';
import { fetchResult } from './providers/qingbo/fetch-result.ts';
import type { ResultHosts } from './providers/qingbo/result-hosts.ts';

/** A slow line needs minutes for 100 MB; what takes longer is no medium for a shot. */
const LONGEST_MS = 10 * 60_000;

/**
 * Fetches what a person named into a new file: http and https only, redirects followed by hand, bounded in time and
 * bytes. Any address may be asked, private ones too: who writes the pipeline owns them.
 */
export function fetchUrl(call: {
  readonly url: string;
  readonly partPath: string;
  readonly mostBytes: number;
  readonly signal: AbortSignal;
}): Promise<DownloadAnswer> {
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(LONGEST_MS)]);
  return fetchResult({ ...call, signal }, ANYWHERE);
}

const ANYWHERE: ResultHosts = {
  refuse: ({ protocol }) => (/^https?:$/.test(protocol) ? undefined : `${protocol} is not fetched`),
  lookup: (hostname, options, done) =>
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) return done(error ?? new Error(`${hostname} has no address`), []);
      return options.all === true ? done(null, addresses) : done(null, first.address, first.family);
    }),
};
