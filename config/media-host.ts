import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import type { MediaHostEntry } from './media-host-entry.ts';
import { writePrivately } from './private-file.ts';
import { readProjectFile } from './project-file.ts';
import { isLoopback } from './realm.ts';
import { type Environment, emptyPlace, type SecretPlace, secretAt } from './secret.ts';

/** A bucket that files are published in, with what opens it. Never logged, never in a history. */
export type MediaHostSettings = {
  readonly bucket: string;
  /** Without slashes at its ends; '' for none. */
  readonly prefix: string;
  /** undefined: AWS's own. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly linkLifeMs: number;
};

const keys = z.strictObject({ accessKey: z.string().min(1), secretKey: z.string().min(1) });

/** Whether the project's dailies.yaml names a media host. Reads no key. Throws ConfigError. */
export function hasMediaHost(root: string): boolean {
  return entryOf(root) !== undefined;
}

/**
 * Hands the keys of the project's media host to the worker: into the home folder, 0600, since the worker has another
 * environment. Does nothing where none is named; keys that are not set now stay as they were handed over before. Throws
 * ConfigError (78) where there are none.
 */
export function saveMediaHostKeys(options: {
  readonly home: string;
  readonly root: string;
  readonly env: Environment;
}): void {
  const { home, root, env } = options;
  const entry = entryOf(root);
  if (entry === undefined) return;
  const file = keyFile(home, root);
  const accessKey = secretAt(entry['access-key'], root, env);
  const secretKey = secretAt(entry['secret-key'], root, env);
  if (accessKey === undefined || secretKey === undefined) {
    if (existsSync(file)) return;
    throw accessKey === undefined
      ? missing('access-key', entry['access-key'])
      : missing('secret-key', entry['secret-key']);
  }
  writePrivately(file, JSON.stringify({ accessKey, secretKey }));
}

/** The project's media host as the next run would use it, or what is missing; undefined: none is named. */
export function mediaHostState(options: {
  readonly home: string;
  readonly root: string;
  readonly env: Environment;
}): MediaHostSettings | ConfigError | undefined {
  const { home, root, env } = options;
  const entry = entryOf(root);
  if (entry === undefined) return undefined;
  const accessKey = secretAt(entry['access-key'], root, env);
  const secretKey = secretAt(entry['secret-key'], root, env);
  if (accessKey !== undefined && secretKey !== undefined) return { ...placeOf(entry), accessKey, secretKey };
  const lacks = accessKey === undefined ? 'access-key' : 'secret-key';
  return readMediaHost(home, root) ?? missing(lacks, entry[lacks]);
}

/** The project's media host as it is written down now; undefined: none, or nobody has handed its keys over. */
export function readMediaHost(home: string, root: string): MediaHostSettings | undefined {
  const entry = entryOf(root);
  if (entry === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(keyFile(home, root), 'utf8');
  } catch {
    return undefined;
  }
  return { ...placeOf(entry), ...keys.parse(JSON.parse(text)) };
}

function placeOf(entry: MediaHostEntry): Omit<MediaHostSettings, 'accessKey' | 'secretKey'> {
  const { bucket, endpoint, region } = entry;
  const prefix = entry.prefix.replace(/^\/+|\/+$/g, '');
  return { bucket, prefix, endpoint, region, linkLifeMs: entry['link-life'] };
}

function entryOf(root: string): MediaHostEntry | undefined {
  const entry = readProjectFile(root)['media-host'];
  const endpoint = entry?.endpoint;
  if (endpoint !== undefined && !endpoint.startsWith('https://') && !isLoopback(endpoint)) {
    throw new ConfigError(`media-host.endpoint must be https: ${endpoint}`, 'plain http is for this machine only');
  }
  return entry;
}

function missing(name: string, place: SecretPlace): ConfigError {
  return new ConfigError(
    `no ${name} of the media host: ${emptyPlace(place)}`,
    'set it, or take media-host out of dailies.yaml',
  );
}

/** One project, one host: named by where the project lies. */
function keyFile(home: string, root: string): string {
  const name = createHash('sha256').update(path.resolve(root)).digest('hex').slice(0, 16);
  return path.join(home, 'keys', `media-host-${name}`);
}
