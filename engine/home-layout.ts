import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EngineError, systemCode } from './engine-error.ts';
import { pinnedCli } from './pinned.ts';

/** Where everything of one home lies. */
export interface HomeLayout {
  readonly home: string;
  /** Base name of the lock, outside the database's folder so that deleting that folder does not free it. */
  readonly lock: string;
  /** What runs, by pid and port; written by the supervisor only. */
  readonly state: string;
  /** The number of the last server start. */
  readonly epoch: string;
  /** Touched by each command that needs the engine. */
  readonly lastUse: string;
  /** Base name of what each worker writes once a second. */
  readonly heartbeat: string;
  readonly databaseFolder: string;
  readonly database: string;
  /** There once a server has become ready on the database, beside it. */
  readonly databaseMade: string;
  readonly logs: string;
  readonly supervisorLog: string;
  readonly serverLog: string;
  readonly workerLog: string;
}

/** The paths of a home; touches nothing. */
export function homeLayout(home: string): HomeLayout {
  const root = existing(resolve(home));
  const databaseFolder = join(root, 'engine');
  const database = join(databaseFolder, `temporal-${pinnedCli}.db`);
  const logs = join(root, 'logs');
  return {
    home: root,
    lock: join(root, 'engine.lock'),
    state: join(root, 'engine.json'),
    epoch: join(root, 'engine.epoch'),
    lastUse: join(root, 'engine.used'),
    heartbeat: join(root, 'worker.alive'),
    databaseFolder,
    database,
    databaseMade: `${database}.made`,
    logs,
    supervisorLog: join(logs, 'supervisor.log'),
    serverLog: join(logs, 'server.log'),
    workerLog: join(logs, 'worker.log'),
  };
}

/** Makes the folders, for this user only. Throws HOME_NOT_WRITABLE. */
export function prepareHome(home: string): HomeLayout {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const layout = homeLayout(home);
    mkdirSync(layout.databaseFolder, { recursive: true, mode: 0o700 });
    mkdirSync(layout.logs, { recursive: true, mode: 0o700 });
    for (const folder of [layout.home, layout.databaseFolder, layout.logs]) {
      accessSync(folder, constants.W_OK | constants.X_OK);
    }
    return layout;
  } catch (error) {
    throw notWritable(home, error);
  }
}

/** HOME_NOT_WRITABLE, or DISK_FULL where that was the reason. */
export function notWritable(folder: string, cause: unknown, setting = 'DAILIES_HOME'): EngineError {
  const code = systemCode(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new EngineError('DISK_FULL', `There is no space left for ${folder}.`, 'Free some space and try again.', {
      cause,
    });
  }
  const inTheWay = code === 'EEXIST' || code === 'ENOTDIR' ? 'a file lies there' : code;
  const reason = inTheWay === undefined ? '' : ` (${inTheWay})`;
  const hint = `Make it writable for you, or set ${setting} to a folder that is.`;
  return new EngineError('HOME_NOT_WRITABLE', `The folder ${folder} cannot be written${reason}.`, hint, { cause });
}

// One spelling of the path: processes are found again by it, and a link must not make two homes of one.
function existing(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
