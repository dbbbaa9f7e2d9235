/**
 * The realm of an account: the provider, plus host and port where the base URL is none of the provider's known hosts
 * (`qingbo`, `qingbo+localhost_8080`); every simulator is `simulator`. So a simulated take can't pass for a real one.
 */
export function realmOf(provider: string, baseUrl: string, knownHosts: readonly string[]): string {
  if (provider === 'simulator') return 'simulator';
  const { hostname, port } = new URL(baseUrl);
  if (knownHosts.includes(hostname)) return provider;
  return `${provider}+${hostname.replaceAll(/[^a-z0-9.-]/gi, '-')}${port === '' ? '' : `_${port}`}`;
}

/** True for addresses of this machine only: the one place where plain http is accepted. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
