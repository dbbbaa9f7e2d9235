import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { plainText } from '../plain-text.ts';
import type { ResultHosts } from './result-hosts.ts';

const MOST_REDIRECTS = 3;

/** The answer behind a link, its body unread; or why there is none. */
export type OpenedLink =
  | { readonly kind: 'answer'; readonly answer: IncomingMessage }
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'broken'; readonly message: string };

/**
 * Asks for a result link. Redirects are followed by hand, at most three, each asked of the allow-list; the key is
 * never sent: a result link carries its own permission.
 *
 * By Node's own client: undici 7.30 ends the whole process by a failed assertion (nodejs/undici#5360) when a connection
 * closes while a slow disk holds the body back, and a paid file must not depend on who is faster.
 */
export async function openLink(
  link: string,
  options: {
    readonly headers: { readonly [name: string]: string };
    readonly hosts: ResultHosts;
    readonly stallMs: number;
    readonly signal: AbortSignal | undefined;
  },
): Promise<OpenedLink> {
  let url = parse(link);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    if (url === undefined) return { kind: 'broken', message: 'the link is not a URL' };
    if (options.hosts.refuse(url) !== undefined) return { kind: 'host', host: plainText(url.host) };
    const opened = await get(url, options);
    if (opened.kind !== 'answer') return opened;
    const { statusCode = 0, headers } = opened.answer;
    if (statusCode < 300 || statusCode > 399 || headers.location === undefined) return opened;
    opened.answer.destroy();
    url = parse(headers.location, url);
  }
  return { kind: 'broken', message: `more than ${MOST_REDIRECTS} redirects` };
}

function get(url: URL, { headers, hosts, stallMs, signal }: Parameters<typeof openLink>[1]): Promise<OpenedLink> {
  return new Promise((resolve) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      ...{ agent: false, lookup: hosts.lookup, timeout: stallMs, headers },
      ...(signal === undefined ? {} : { signal }),
    });
    request.on('timeout', () => request.destroy(new Error(`nothing came for ${stallMs} ms`)));
    request.on('error', (error) => resolve({ kind: 'broken', message: plainText(error.message) }));
    request.on('response', (answer) => resolve({ kind: 'answer', answer }));
    request.end();
  });
}

function parse(text: string, base?: URL): URL | undefined {
  return URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
}
