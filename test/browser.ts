import { existsSync } from 'node:fs';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Debian's plays H.264; undefined: there is none, and what needs it is left out. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export function launchBrowser() {
  return chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
}

export type Watched = {
  readonly page: Page;
  /** What a developer would see in red. */
  readonly errors: readonly string[];
  /** Paths of what was asked for. */
  readonly asked: readonly string[];
};

/** A page in a context of its own, with what goes wrong on it, and what it asks for. */
export async function watchedPage(
  browser: Awaited<ReturnType<typeof launchBrowser>>,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...options });
  const errors: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => asked.push(new URL(request.url()).pathname.split('/').slice(2).join('/')));
  await page.goto(url);
  await page.locator('.card').first().waitFor();
  return { page, errors, asked };
}
