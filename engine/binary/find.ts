import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EngineError } from '../engine-error.ts';
import { notWritable } from '../home-layout.ts';
import { pinnedCli, pinnedServer } from '../pinned.ts';
import { whileLocked } from '../while-locked.ts';
import { type BinaryPlace, binaryPlace, type Machine, thisMachine } from './binary-place.ts';
import { download, officialArchive } from './download.ts';
import { goInstall } from './go-install.ts';
import { onPath } from './on-path.ts';
import { readVersion, versionText } from './read-version.ts';

/** Where the Temporal binary may come from. */
export interface BinaryOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Instead of the user's cache folder. */
  readonly cacheDir?: string;
  /** Instead of temporal.download. */
  readonly archiveUrl?: string;
  readonly machine?: Machine;
  /** Told about slow steps, a short sentence each. */
  readonly report?: (line: string) => void;
}

/** One of the five ways, and why it gave nothing. */
interface WayTried {
  readonly way: string;
  readonly why: string;
}

/**
 * The path of a Temporal binary of the pinned version: the one that DAILIES_TEMPORAL names, the one on PATH,
 * the cached one, a downloaded one, one built by Go. Throws ENGINE_NONE with what each way lacked.
 */
export async function findBinary(options: BinaryOptions): Promise<string> {
  const named = await namedBinary(options);
  if (named !== undefined) return named;
  const tried: WayTried[] = [{ way: 'DAILIES_TEMPORAL', why: 'not set' }];
  const path = await pathBinary(options, tried);
  if (path !== undefined) return path;
  const place = binaryPlace(options.env, options.machine ?? thisMachine(), options.cacheDir);
  if (existsSync(place.binary)) return place.binary;
  tried.push({ way: 'the cache', why: `nothing at ${place.binary}` });
  return fillCache(options, place, tried);
}

/** The binary that would be used now, without getting one; `why` says what is missing. */
export async function presentBinary(options: BinaryOptions): Promise<{ readonly path?: string; readonly why: string }> {
  try {
    const named = await namedBinary(options);
    if (named !== undefined) return { path: named, why: 'DAILIES_TEMPORAL' };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
  const path = await pathBinary(options, []);
  if (path !== undefined) return { path, why: 'on PATH' };
  const place = binaryPlace(options.env, options.machine ?? thisMachine(), options.cacheDir);
  return existsSync(place.binary)
    ? { path: place.binary, why: 'in the cache' }
    : { why: 'none yet; the first run gets it' };
}

async function namedBinary(options: BinaryOptions): Promise<string | undefined> {
  const named = options.env.DAILIES_TEMPORAL;
  if (named === undefined || named === '') return undefined;
  const version = await readVersion(named);
  if (version?.server === pinnedServer) return named;
  throw new EngineError(
    'ENGINE_NONE',
    `DAILIES_TEMPORAL names ${named}, which ${version === undefined ? 'is no Temporal that runs here' : `is ${versionText(version)}`}; server ${pinnedServer} is needed.`,
    `Let it name a temporal ${pinnedCli}, or unset it to have one fetched.`,
  );
}

async function pathBinary(options: BinaryOptions, tried: WayTried[]): Promise<string | undefined> {
  const way = '`temporal` on PATH';
  const path = onPath('temporal', options.env);
  if (path === undefined) {
    tried.push({ way, why: 'none there' });
    return undefined;
  }
  const version = await readVersion(path);
  if (version?.server === pinnedServer) return path;
  const found = version === undefined ? 'does not run' : `is ${versionText(version)}`;
  tried.push({ way, why: `${path} ${found}; server ${pinnedServer} is needed` });
  return undefined;
}

async function fillCache(options: BinaryOptions, place: BinaryPlace, tried: WayTried[]): Promise<string> {
  const report = options.report ?? (() => {});
  const work = async () => {
    if (existsSync(place.binary)) return place.binary; // the other one has just finished
    sweepParts(place);
    for (const { way, get } of waysToGet(options, place, report)) {
      try {
        await get();
        return place.binary;
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        report(`${way} gave no engine: ${why}`);
        tried.push({ way, why });
      }
    }
    throw none(tried);
  };
  try {
    mkdirSync(dirname(place.binary), { recursive: true, mode: 0o700 });
    return await whileLocked(place.lock, 'binary', work, () =>
      report('Waiting for another command that is fetching the engine'),
    );
  } catch (error) {
    throw error instanceof EngineError ? error : notWritable(dirname(place.binary), error, 'DAILIES_CACHE');
  }
}

function waysToGet(options: BinaryOptions, place: BinaryPlace, report: (line: string) => void) {
  const { env } = options;
  const base = options.archiveUrl ?? officialArchive;
  return [
    { way: 'the download', get: () => download({ base, env, place, report }) },
    { way: '`go install`', get: () => goInstall({ env, place, report }) },
  ];
}

// Only the holder of the lock makes parts, so any that lie here are of one that died.
function sweepParts(place: BinaryPlace): void {
  const folder = dirname(place.binary);
  for (const name of readdirSync(folder)) {
    if (name.includes('.part')) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function none(tried: readonly WayTried[]): EngineError {
  const ways = tried.map(({ way, why }, index) => `${index + 1}. ${way}: ${why}`);
  return new EngineError(
    'ENGINE_NONE',
    `There is no Temporal ${pinnedCli} (server ${pinnedServer}) and none could be got.`,
    ['Five ways were tried, and any of them will do:', ...ways].join('\n'),
  );
}
