import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Ended, type Started, startCommand } from './command.ts';
import { adoptAsSimulator, startVendor, type Vendor, type VendorFlags } from './vendor.ts';

export type Scene = {
  /** A project folder of its own, with a DAILIES_HOME of its own beside it. */
  readonly root: string;
  readonly home: string;
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

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
const CLI = path.join(REPOSITORY, 'dist/cli/main.js');
/** Polls as fast as a test wants them; renders take what the vendor's own --speed makes of them. */
const PROJECT = 'version: 1\naccounts: { default: { poll: { min: 50ms, max: 200ms } } }\n';

/** A project in an empty folder, alone with its engine. Call `close` in the end: it stops what was started. */
export function makeScene(pipelines: readonly string[] = []): Scene {
  if (!existsSync(CLI)) throw new Error('dist/ is missing: npm run build');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dailies-e2e-'));
  const root = path.join(folder, 'project');
  const home = path.join(folder, 'home');
  mkdirSync(path.join(root, 'pipelines'), { recursive: true });
  writeFileSync(path.join(root, 'dailies.yaml'), PROJECT);
  for (const name of pipelines) {
    cpSync(path.join(REPOSITORY, 'pipelines', name), path.join(root, 'pipelines', name));
  }
  const env: NodeJS.ProcessEnv = { ...process.env, DAILIES_HOME: home, NO_COLOR: '1', CI: '1', WAVE_API_KEY: '' };
  const vendors: Vendor[] = [];
  const started: Started[] = [];
  const start = (...args: readonly string[]) => {
    const command = startCommand([CLI, ...args], root, env);
    started.push(command);
    return command;
  };
  const cli = (...args: readonly string[]) => start(...args).ended;
  return {
    root,
    home,
    env,
    write: (file, text) => {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    },
    read: (file) => readFileSync(path.join(root, file), 'utf8'),
    has: (file) => existsSync(path.join(root, file)),
    cli,
    start,
    simulator: async (flags = {}) => {
      const vendor = await startVendor(path.join(root, '.dailies', 'simulated'), { speed: 100, ...flags });
      vendors.push(vendor);
      adoptAsSimulator(root, vendor);
      return vendor;
    },
    vendor: async (flags = {}) => {
      const vendor = await startVendor(path.join(folder, 'vendor'), { speed: 100, ...flags });
      vendors.push(vendor);
      Object.assign(env, { DAILIES_BASE_URL: `${vendor.url}/v1`, WAVE_API_KEY: 'a-key-of-the-test' });
      return vendor;
    },
    close: async () => {
      for (const { child } of started) child.kill('SIGKILL');
      await cli('down');
      for (const vendor of vendors) await vendor.close();
      // To look at what a failed test left behind.
      if (process.env.KEEP_SCENES === undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
