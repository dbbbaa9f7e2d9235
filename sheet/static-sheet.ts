import { createHash } from 'node:crypto';
import { readAssets, wholePage } from './assets.ts';
import type { Sheet } from './model/data.ts';

/** The sheet as one HTML file: to be looked at, without a server, its media where `src` of the cards says. */
export async function staticSheet(sheet: Sheet, pageFolder: string): Promise<string> {
  const assets = await readAssets(pageFolder);
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(assets.script)}`,
    `style-src ${hashOf(assets.style)}`,
    // From a folder, or put as it is on a server.
    "img-src 'self' file:",
    "media-src 'self' file:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  return wholePage(assets, policy, embedded(sheet));
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** JSON in which nothing can end the element that it stands in. */
function embedded(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
