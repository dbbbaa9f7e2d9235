import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { API_PROFILES, PROVIDERS } from '../plan/api-profile.ts';
import { ConfigError } from './config-error.ts';
import { textIfThere, writePrivately } from './private-file.ts';

const settings = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(/^[A-Za-z0-9-]+$/),
  name: z.string(),
  provider: z.enum(PROVIDERS),
  api: z.enum(API_PROFILES),
  baseUrl: z.url(),
  limit: z.int().min(1),
  counts: z.enum(['in-flight', 'queued']),
  poll: z.strictObject({ minMs: z.int().min(1), maxMs: z.int().min(1) }),
  resultHosts: z.array(z.string()),
  speed: z.number().min(1),
  dayLimit: z.strictObject({ quota: z.int().min(0), zone: z.string() }).optional(),
  stores: z.array(z.strictObject({ root: z.string(), realm: z.string() })),
});

/** What the worker must know of an account; the key lies beside it, never in it. `stores`: the projects and realms that use it. */
export type AccountSettings = z.output<typeof settings>;

/** The account id: names the key without telling it. 16 hex digits of sha256(base URL, key). */
export function accountIdOf(baseUrl: string, key: string): string {
  return createHash('sha256').update(`${baseUrl}\0${key}`).digest('hex').slice(0, 16);
}

/**
 * The account id for a key: that of the account whose key was changed to it (its tasks and its cap go on), else the
 * one that the key itself names.
 */
export function accountIdIn(home: string, baseUrl: string, key: string): string {
  const named = accountIdOf(baseUrl, key);
  const changed = accountIdsIn(home).find((id) => id !== named && holds(home, id, baseUrl, key));
  return changed ?? named;
}

/** The account of a simulator: one per store. */
export function simulatorAccountId(store: string): string {
  return `simulator-${store}`;
}

/** Puts settings and key (0600) into the home folder, where the worker finds them; stores are merged. */
export function saveAccount(home: string, account: AccountSettings, key: string): void {
  const known = find(home, account.id);
  const added = account.stores.filter(
    (one) => !known?.stores.some((old) => old.root === one.root && old.realm === one.realm),
  );
  const stores = [...(known?.stores ?? []), ...added];
  writePrivately(fileOf(home, account.id), `${JSON.stringify({ ...account, stores }, null, 2)}\n`);
  writePrivately(path.join(home, 'keys', account.id), key);
}

/** The settings of an account. Throws ConfigError where there are none. */
export function readAccount(home: string, id: string): AccountSettings {
  const found = find(home, id);
  if (found) return found;
  throw new ConfigError(`no account ${id} is known here`, 'dailies run FILE writes it', 78);
}

/** The key of an account. Throws ConfigError where there is none. */
export function readKey(home: string, id: string): string {
  try {
    return readFileSync(path.join(home, 'keys', id), 'utf8');
  } catch {
    throw new ConfigError(`the key of account ${id} is missing`, 'set it and run again', 78);
  }
}

function holds(home: string, id: string, baseUrl: string, key: string): boolean {
  const account = find(home, id);
  if (account?.baseUrl !== baseUrl || account.provider === 'simulator') return false;
  try {
    return readKey(home, id) === key;
  } catch {
    return false;
  }
}

/** The accounts that a home knows. */
export function accountIdsIn(home: string): readonly string[] {
  const folder = path.join(home, 'accounts');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => /^([A-Za-z0-9-]+)\.json$/.exec(name)?.[1] ?? [])
    .sort();
}

function find(home: string, id: string): AccountSettings | undefined {
  const text = textIfThere(fileOf(home, id));
  return text === undefined ? undefined : settings.parse(JSON.parse(text));
}

function fileOf(home: string, id: string): string {
  return path.join(home, 'accounts', `${id}.json`);
}
