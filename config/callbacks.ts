import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { textIfThere, writePrivately } from './private-file.ts';
import { isLoopback } from './realm.ts';

/** A proxy is told the port once, so it is fixed; outside of the ports that the engine takes, and below the system's own. */
export const CALLBACK_PORT = 19_419;

const settings = z.strictObject({
  version: z.literal(1),
  url: z.url(),
  port: z.int().min(1).max(65_535),
});

/** Where the vendor may call (`url`, a token is appended) and where the worker listens on 127.0.0.1 (`port`). */
export type CallbackSettings = z.output<typeof settings>;

/** Settings from what was typed. Throws ConfigError where the address cannot be called or the port is none. */
export function callbackSettings(url: string, port: number | string = CALLBACK_PORT): CallbackSettings {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw new ConfigError(`--callback is not an http(s) URL: ${url}`, 'such as https://studio.example/dailies');
  }
  if (parsed.protocol === 'http:' && !isLoopback(url)) {
    throw new ConfigError(`--callback must be https: ${url}`, 'plain http is accepted for this machine only');
  }
  const extra = parsed.search + parsed.hash + parsed.username + parsed.password;
  if (extra !== '') throw new ConfigError('--callback takes no query, fragment, user or password', 'only a path');
  const checked = settings.safeParse({ version: 1, url: parsed.href.replace(/\/+$/, ''), port: Number(port) });
  if (checked.success) return checked.data;
  throw new ConfigError(`--callback-port is no port: ${port}`, 'a number from 1 to 65535');
}

/** The home's callbacks; undefined: none are wanted. Throws ConfigError where the file is not what it must be. */
export function readCallbacks(home: string): CallbackSettings | undefined {
  const text = textIfThere(fileOf(home));
  if (text === undefined) return undefined;
  try {
    return settings.parse(JSON.parse(text));
  } catch {
    throw new ConfigError(`${fileOf(home)} cannot be read`, 'dailies up --callback URL writes it anew');
  }
}

/** Puts the home's callbacks where every worker of the home finds them; undefined: turns them off. */
export function saveCallbacks(home: string, wanted: CallbackSettings | undefined): void {
  const file = fileOf(home);
  if (wanted === undefined) {
    rmSync(file, { force: true });
    return;
  }
  writePrivately(file, `${JSON.stringify(wanted, null, 2)}\n`);
}

/** What the tokens of this home are made with: 64 hex digits, random, minted once (0600). */
export function callbackSecret(home: string): string {
  const file = path.join(home, 'keys', 'callbacks.secret');
  const known = secretIn(file);
  if (known !== undefined) return known;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, randomBytes(32).toString('hex'), { mode: 0o600, flush: true });
  try {
    // Of two that mint it at once one wins, and both read the winner's.
    linkSync(temporary, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
  const minted = secretIn(file);
  if (minted !== undefined) return minted;
  throw new ConfigError(`${file} is no secret`, 'remove it: callbacks on their way are lost, and nothing else', 73);
}

/** Half a secret would be half a proof: what is not whole counts for nothing. */
function secretIn(file: string): string | undefined {
  const text = textIfThere(file);
  return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? text : undefined;
}

function fileOf(home: string): string {
  return path.join(home, 'callbacks.json');
}
