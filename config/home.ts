import os from 'node:os';
import path from 'node:path';

type Environment = { readonly [name: string]: string | undefined };

/** The folder per user: engine, worker, accounts, keys. DAILIES_HOME, else the platform's data folder. */
export function homeFolder(env: Environment, platform: string = process.platform): string {
  if (env.DAILIES_HOME) return path.resolve(env.DAILIES_HOME);
  const user = env.HOME ?? os.homedir();
  if (platform === 'darwin') return path.join(user, 'Library', 'Application Support', 'dailies');
  if (platform === 'win32') return path.join(env.LOCALAPPDATA ?? path.join(user, 'AppData', 'Local'), 'dailies');
  return path.join(env.XDG_DATA_HOME ?? path.join(user, '.local', 'share'), 'dailies');
}

/** The user's cache folder, shared by all checkouts: a binary is fetched or built once. */
export function cacheFolder(env: Environment, platform: string = process.platform): string {
  if (env.DAILIES_CACHE) return path.resolve(env.DAILIES_CACHE);
  const user = env.HOME ?? os.homedir();
  if (platform === 'darwin') return path.join(user, 'Library', 'Caches', 'dailies');
  if (platform === 'win32')
    return path.join(env.LOCALAPPDATA ?? path.join(user, 'AppData', 'Local'), 'dailies', 'cache');
  return path.join(env.XDG_CACHE_HOME ?? path.join(user, '.cache'), 'dailies');
}
