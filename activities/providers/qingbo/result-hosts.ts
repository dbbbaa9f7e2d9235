import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/** Which hosts results may be fetched from, and how their names may be resolved. */
export type ResultHosts = {
  /** undefined: allowed; else why not. */
  refuse(url: URL): string | undefined;
  /** For undici's `connect`: resolves a name only to addresses that are allowed for it. */
  lookup(hostname: string, options: LookupOptions, done: LookupDone): void;
};
type LookupDone = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * Allows the base URL's own host and port and the given patterns (`files.example.com`, `*.example.com`), the latter
 * over https and on public addresses only, so that a forged link cannot make us talk to the machine's neighbours.
 */
export function resultHosts(baseUrl: string, patterns: readonly string[]): ResultHosts {
  const base = new URL(baseUrl);
  const isLocalBase = base.hostname === 'localhost' || isIP(base.hostname.replace(/^\[|\]$/g, '')) !== 0;
  // A base URL may lie in a private network; on this very machine only where it says so itself.
  const mayConnect = (hostname: string, address: string) =>
    isPublic(address) || (hostname === base.hostname && (isLocalBase || !isThisMachine(address)));
  return {
    refuse(url) {
      if (url.username !== '' || url.password !== '') return 'a link with a user name in it';
      if (url.origin === base.origin) return undefined;
      if (url.protocol !== 'https:') return `${url.protocol}// where https is wanted`;
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && !isPublic(host)) return 'an address that is not public';
      return patterns.some((pattern) => matches(host.toLowerCase(), pattern.toLowerCase()))
        ? undefined
        : 'unknown host';
    },
    lookup(hostname, options, done) {
      dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
        if (error !== null) return done(error, []);
        const allowed = addresses.filter((one) => mayConnect(hostname, one.address));
        const first = allowed[0];
        if (first === undefined) return done(new Error(`${hostname} resolves to an address that is not public`), []);
        if (options.all === true) return done(null, allowed);
        done(null, first.address, first.family);
      });
    },
  };
}

function matches(host: string, pattern: string): boolean {
  if (!pattern.startsWith('*.')) return host === pattern;
  return host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1;
}

/** True for an address of the public internet; false for anything special, also when wrapped in IPv6. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !SPECIAL.check(address, 'ipv4');
  if (family !== 6) return false;
  // Only global unicast is public; 6to4, Teredo and NAT64 can carry a private IPv4 address inside.
  return GLOBAL_UNICAST.check(address, 'ipv6') && !SPECIAL.check(address, 'ipv6');
}

function isThisMachine(address: string): boolean {
  return isIP(address) === 4 ? HERE.check(address, 'ipv4') : HERE.check(address, 'ipv6');
}

const HERE = new BlockList();
HERE.addSubnet('127.0.0.0', 8, 'ipv4');
HERE.addSubnet('0.0.0.0', 8, 'ipv4');
HERE.addSubnet('169.254.0.0', 16, 'ipv4');
HERE.addSubnet('::', 127, 'ipv6');
HERE.addSubnet('fe80::', 10, 'ipv6');
const SPECIAL = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  SPECIAL.addSubnet(net, bits, 'ipv4');
}
SPECIAL.addSubnet('2001::', 32, 'ipv6');
SPECIAL.addSubnet('2001:db8::', 32, 'ipv6');
SPECIAL.addSubnet('2002::', 16, 'ipv6');
const GLOBAL_UNICAST = new BlockList();
GLOBAL_UNICAST.addSubnet('2000::', 3, 'ipv6');
