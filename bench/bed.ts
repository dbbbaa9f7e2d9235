import { mkdtempSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bed } from './bench.ts';
import { guardFolder } from './guard.ts';
import { makeHome } from './home.ts';
import { runScript } from './script.ts';
import { CAP } from './seen.ts';
import { shotsFrom } from './shots.ts';
import { startVendor, type Vendor, type VendorManners } from './vendor.ts';

/** More shots than any bench makes. */
const MOST_SHOTS = 90;

/** From where the build lies. */
const GUARD = fileURLToPath(new URL('../../test/e2e/guard.mjs', import.meta.url));

/**
 * Opens a temporary folder in which benches find what they need; `close` ends and removes everything, and so does the end
 * of this process, whatever its reason.
 */
export async function openBed(
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<Bed & { readonly endStarted: () => Promise<void>; readonly close: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'dailies-bench-'));
  const endAll = guardFolder(folder, GUARD);
  const files = path.join(folder, 'clips');
  const started: { readonly close: () => Promise<void> }[] = [];
  const noted = <T extends { readonly close: () => Promise<void> }>(one: T): T => {
    let closing: Promise<void> | undefined;
    // A bench may end early what is closed once more with everything else.
    const close = () => {
      closing ??= one.close();
      return closing;
    };
    const once = { ...one, close };
    started.push(once);
    return once;
  };
  const newFolder = () => mkdtempSync(path.join(folder, 'files-'));
  let ending = Promise.resolve();
  // One after the other: a bench that took too long may still be starting things.
  const endStarted = () => {
    ending = ending.then(async () => {
      // The newest first: an engine still speaks to its vendor while it stops.
      for (let one = started.pop(); one !== undefined; one = started.pop()) await one.close().catch(() => undefined);
    });
    return ending;
  };
  const bed = {
    newHome: () => noted(makeHome(folder, env)),
    newVendor: async (taskMs: number, manners: VendorManners = {}) =>
      noted(await startVendor({ files, taskMs, cap: CAP, ...manners })),
    newFolder,
    keep: noted,
    say,
    endStarted,
    close: async () => {
      await endStarted();
      await endAll();
    },
  };
  await makeClips(noted(await startVendor({ files, taskMs: 1, cap: 20 })), newFolder());
  await endStarted();
  return bed;
}

/** Has every clip made once: a picture that is being encoded takes processor time from what is measured. */
async function makeClips({ baseUrl }: Vendor, folder: string): Promise<void> {
  await runScript({ baseUrl, shots: shotsFrom(1, MOST_SHOTS), folder, atOnce: 20, pollMs: 20 });
}
