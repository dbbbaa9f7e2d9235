import { spawn } from 'node:child_process';

/** Opens an address in the person's browser, if there is one; nothing waits for it, and nothing is said where it fails. */
export function openBrowser(url: string, platform: NodeJS.Platform = process.platform): void {
  const [command = '', ...words] = OPENERS[platform] ?? ['xdg-open'];
  const child = spawn(command, [...words, url], { stdio: 'ignore', detached: true });
  child.once('error', () => undefined);
  child.unref();
}

/** The address stands as it is typed: no shell reads it. */
const OPENERS: { readonly [platform in NodeJS.Platform]?: readonly string[] } = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
