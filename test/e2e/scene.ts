import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Ended, type Started, startCommand } from './command.ts';
import { leaveEngine, sharedHome } from './shared-engine.ts';
import { adoptAsSimulator, startVendor, type Vendor, type VendorFlags } from './vendor.ts';
import { clearAway, runFolder } from './workplace.ts';

export type Scene = {
  /** A project folder of its own. */
  readonly root: string;
  /** The DAILIES_HOME: one that other scenes use, too, or one of its own. */
  readonly home: string;
  readonly engine: EngineOfScene;
  readonly env: NodeJS.ProcessEnv;
  readonly write: (file: string, text: string) => void;
  readonly read: (file: string) => string;
  readonly has: (file: string) => boolean;
  /** Runs `dailies …` to its end. */
  readonly cli: (...args: readonly string[]) => Promise<Ended>;
  /** Starts `dailies …` and leaves it running. */
  readonly start: (...args: readonly string[]) => Started;
  /** The project's simulator, started before the first command that needs it, so that it can be told things. */
  readonly simulator: (flags?: VendorFlags) => Promise<Vendor>;
  /** A vendor that commands without --simulate take for the real one. */
  readonly vendor: (flags?: VendorFlags) => Promise<Vendor>;
  readonly close: () => Promise<void>;
};
/** `own`: for who kills, stops, sets up or looks into the engine. */
export type EngineOfScene = 'shared' | 'own';
export type SceneOptions = {
  /** Files of `pipelines/` to begin with. */
  readonly pipelines?: readonly string[];
  readonly engine?: EngineOfScene;
  /** Another build of the program. */
  readonly dist?: string;
};

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
const DIST = path.join(REPOSITORY, 'dist');
/** Polls as fast as a test wants them; renders take what the vendor's own --speed makes of them. */
const PROJECT = 'version: 1\naccounts: { default: { poll: { min: 50ms, max: 200ms } } }\n';

/** A project in an empty folder. Call `close` in the end: it stops what was started, and ends what the engine still runs of it. */
export function makeScene({ pipelines = [], engine = 'shared', dist = DIST }: SceneOptions = {}): Scene {
  const program = path.join(dist, 'cli/main.js');
  if (!existsSync(program)) throw new Error('dist/ is missing: npm run build');
  const folder = mkdtempSync(path.join(runFolder(), 'scene-'));
  const root = path.join(folder, 'project');
  const common = engine === 'shared' ? sharedHome() : undefined;
  const home = common ?? path.join(folder, 'home');
  mkdirSync(path.join(root, 'pipelines'), { recursive: true });
  writeFileSync(path.join(root, 'dailies.yaml'), PROJECT);
  for (const name of pipelines) {
    cpSync(path.join(REPOSITORY, 'pipelines', name), path.join(root, 'pipelines', name));
  }
  const env: NodeJS.ProcessEnv = { ...process.env, DAILIES_HOME: home, NO_COLOR: '1', CI: '1', WAVE_API_KEY: '' };
  const vendors: Vendor[] = [];
  const started: Started[] = [];
  const start = (...args: readonly string[]) => {
    const [word = ''] = args;
    if (engine === 'shared' && ['up', 'down', 'worker'].includes(word)) throw new Error(`${word}: ${NOT_ALONE}`);
    const command = startCommand([program, ...args], root, env);
    started.push(command);
    return command;
  };
  return {
    ...{ root, home, engine, env, start },
    write: (file, text) => {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    },
    read: (file) => readFileSync(path.join(root, file), 'utf8'),
    has: (file) => existsSync(path.join(root, file)),
    cli: (...args) => start(...args).ended,
    simulator: async (flags = {}) => {
      const vendor = await startVendor(path.join(root, '.dailies', 'simulated'), { speed: 100, ...flags });
      vendors.push(vendor);
      adoptAsSimulator(root, vendor);
      return vendor;
    },
    vendor: async (flags = {}) => {
      const vendor = await startVendor(path.join(folder, 'vendor'), { speed: 100, ...flags });
      vendors.push(vendor);
      // A port may come again: the key makes it another account.
      Object.assign(env, { DAILIES_BASE_URL: `${vendor.url}/v1`, WAVE_API_KEY: `the-key-of-${path.basename(folder)}` });
      return vendor;
    },
    close: async () => {
      for (const { child } of started) child.kill('SIGKILL');
      if (common !== undefined) await leaveEngine(common, root);
      for (const vendor of vendors) await vendor.close();
      await clearAway(folder);
    },
  };
}

/** What a scene may not do to an engine that others use. */
export const NOT_ALONE = "this scene shares its engine: makeScene({ engine: 'own' })";
